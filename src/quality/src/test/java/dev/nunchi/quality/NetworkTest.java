package dev.nunchi.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

import dev.nunchi.app.settings.NetworkUse;

import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The privacy page names every use of the network: here is the proof.
class NetworkTest {
    private static final String APP = "dev.nunchi.app.";

    /// Who may reach the network, and for which of the uses that the privacy page lists.
    private static final Map<String, NetworkUse> USERS =
            Map.of(
                    APP + "download", NetworkUse.MODEL_DOWNLOADS,
                    APP + "remote", NetworkUse.REMOTE_ANSWERS,
                    APP + "server", NetworkUse.SERVING);

    /// Talks to another copy of the program on this computer, through a socket that is a file.
    private static final String SINGLE_INSTANCE = APP + "platform";

    private static final Set<String> NETWORK_PACKAGES =
            Set.of("java.net.http", "com.sun.net.httpserver", "javafx.scene.web", "java.rmi");

    private static final Set<String> NETWORK_TYPES =
            Set.of(
                    "java.net.Socket",
                    "java.net.ServerSocket",
                    "java.net.DatagramSocket",
                    "java.net.MulticastSocket",
                    "java.net.InetAddress",
                    "java.net.InetSocketAddress",
                    "java.net.URLConnection",
                    "java.net.HttpURLConnection",
                    "java.nio.channels.SocketChannel",
                    "java.nio.channels.ServerSocketChannel",
                    "java.nio.channels.DatagramChannel",
                    "java.nio.channels.AsynchronousSocketChannel",
                    "java.nio.channels.AsynchronousServerSocketChannel");

    private static final DescribedPredicate<JavaClass> NETWORK =
            describe(
                    "ways to the network",
                    type ->
                            NETWORK_PACKAGES.contains(type.getPackageName())
                                    || NETWORK_TYPES.contains(type.getName()));

    @Test
    void networkIsReachedWhereThePrivacyPageSays() {
        var allowed = new TreeSet<>(USERS.keySet());
        allowed.add(SINGLE_INSTANCE);
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed.toArray(String[]::new))
                .should()
                .dependOnClassesThat(NETWORK)
                .check(Code.CLASSES);
    }

    @Test
    void everyListedUseHasItsPackage() {
        assertEquals(EnumSet.allOf(NetworkUse.class), EnumSet.copyOf(USERS.values()), "NetworkUse");
        var packages = new TreeSet<String>();
        for (var type : Code.CLASSES) {
            if (USERS.containsKey(type.getPackageName())) {
                packages.add(type.getPackageName());
            }
        }
        assertEquals(new TreeSet<>(USERS.keySet()), packages);
    }

    @Test
    void singleInstanceHasNoAddressOnANetwork() {
        noClasses()
                .that()
                .resideInAPackage(SINGLE_INSTANCE)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.net\\.(Inet.*|Socket|ServerSocket|URLConnection|http\\..*)")
                .check(Code.CLASSES);
    }

    /// `URL.openStream` and its like need none of the types above. Licences lie on the class path.
    @Test
    void addressesAreNotReadDirectly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(APP + "service.Licences")
                .should()
                .callMethod(URL.class, "openStream")
                .orShould()
                .callMethod(URL.class, "openConnection")
                .orShould()
                .callMethod(URL.class, "getContent")
                .check(Code.CLASSES);
    }
}
