package dev.nunchi.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLSocketFactory;

/// How the servers of pictures are found and reached. Two steps, so that what is reached is what
/// was looked at between them.
interface OpenNetwork {
    /// @return at least one
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    Socket connect(InetSocketAddress at, Duration longest) throws IOException;

    /// What encrypts a connection and knows whose certificates are trusted.
    default SSLSocketFactory encryption() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    static OpenNetwork real() {
        return new OpenNetwork() {
            @Override
            public List<InetAddress> lookUp(String host) throws UnknownHostException {
                return List.of(InetAddress.getAllByName(host));
            }

            @Override
            public Socket connect(InetSocketAddress at, Duration longest) throws IOException {
                var socket = new Socket();
                try {
                    socket.connect(at, (int) longest.toMillis());
                } catch (IOException e) {
                    socket.close();
                    throw e;
                }
                return socket;
            }
        };
    }
}
