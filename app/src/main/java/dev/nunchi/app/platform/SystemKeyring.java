package dev.nunchi.app.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The keyring of the system, through the small program that comes with it: `secret-tool` speaks to
/// the Secret Service (GNOME, KDE), `security` to macOS's Keychain, PowerShell to Windows'
/// Credential Locker.
///
/// A secret goes in and comes out through pipes, never as an argument, which every program of the
/// computer could read. What was found is remembered until the program ends.
public final class SystemKeyring implements Keyring {
    private static final Logger LOG = LoggerFactory.getLogger(SystemKeyring.class);
    private static final SystemKeyring THIS_SYSTEM =
            of(OperatingSystem.current(), Programs.folders());
    private static final String SERVICE = "nunchi";

    /// The person may have to type a password first.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// The class has to be named once before it can be used.
    private static final String VAULT =
            "[void][Windows.Security.Credentials.PasswordVault,Windows.Security.Credentials,"
                    + "ContentType=WindowsRuntime];"
                    + "$v=New-Object Windows.Security.Credentials.PasswordVault;";

    private final OperatingSystem system;
    private final Optional<String> program;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    private SystemKeyring(OperatingSystem system, Optional<String> program) {
        this.system = system;
        this.program = program;
    }

    /// That of the system that the program runs on.
    public static SystemKeyring ofThisSystem() {
        return THIS_SYSTEM;
    }

    /// @param folders where programs are looked for
    static SystemKeyring of(OperatingSystem system, List<Path> folders) {
        return new SystemKeyring(
                system,
                Programs.find(
                        switch (system) {
                            case LINUX -> "secret-tool";
                            case MAC -> "security";
                            case WINDOWS -> "powershell.exe";
                        },
                        folders));
    }

    @Override
    public boolean isThere() {
        return program.isPresent();
    }

    @Override
    public Optional<String> find(String account) {
        var before = Optional.ofNullable(known.get(account));
        if (before.isPresent()) {
            return before;
        }
        var found =
                run(
                                "",
                                switch (system) {
                                    case LINUX ->
                                            List.of("lookup", "service", SERVICE, "key", account);
                                    case MAC ->
                                            List.of(
                                                    "find-generic-password",
                                                    "-s",
                                                    SERVICE,
                                                    "-a",
                                                    account,
                                                    "-w");
                                    case WINDOWS ->
                                            script(
                                                    "$c=$v.Retrieve('%s','%s');"
                                                            + "$c.RetrievePassword();"
                                                            + "[Console]::Out.Write($c.Password)",
                                                    account);
                                })
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty());
        found.ifPresent(secret -> known.put(account, secret));
        return found;
    }

    @Override
    public boolean keep(String account, String secret) {
        boolean kept =
                switch (system) {
                    case LINUX ->
                            run(
                                            secret,
                                            List.of(
                                                    "store",
                                                    "--label=Nunchi: " + account,
                                                    "service",
                                                    SERVICE,
                                                    "key",
                                                    account))
                                    .isPresent();
                    // Its interactive mode takes the secret from a pipe.
                    case MAC ->
                            run(
                                            "add-generic-password -U -s %s -a \"%s\" -w \"%s\"%n"
                                                    .formatted(SERVICE, account, quoted(secret)),
                                            List.of("-i"))
                                    .isPresent();
                    case WINDOWS ->
                            run(
                                            secret,
                                            script(
                                                    "$p=[Console]::In.ReadToEnd();$v.Add((New-Object"
                                                            + " Windows.Security.Credentials"
                                                            + ".PasswordCredential('%s','%s',$p)))",
                                                    account))
                                    .isPresent();
                };
        if (kept) {
            known.put(account, secret);
        }
        return kept;
    }

    @Override
    public void forget(String account) {
        known.remove(account);
        run(
                "",
                switch (system) {
                    case LINUX -> List.of("clear", "service", SERVICE, "key", account);
                    case MAC -> List.of("delete-generic-password", "-s", SERVICE, "-a", account);
                    case WINDOWS -> script("$v.Remove($v.Retrieve('%s','%s'))", account);
                });
    }

    private static List<String> script(String act, String account) {
        String quoted = account.replace("'", "''");
        return List.of(
                "-NoProfile",
                "-NonInteractive",
                "-Command",
                "$ErrorActionPreference='Stop';" + VAULT + act.formatted(SERVICE, quoted));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /// @return what the program says; empty if it fails
    private Optional<String> run(String input, List<String> arguments) {
        if (program.isEmpty()) {
            return Optional.empty();
        }
        try {
            var process =
                    new ProcessBuilder(Programs.line(program.get(), arguments))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("The keyring cannot be asked", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
