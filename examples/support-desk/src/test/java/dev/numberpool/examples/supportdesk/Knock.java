package dev.numberpool.examples.supportdesk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Requests as no decent client sends them: byte for byte, with any path and any header. */
final class Knock {
    private final int port;

    Knock(int port) {
        this.port = port;
    }

    /** What came back: the head line by line, and the rest. */
    record Reply(List<String> head, String body) {
        int status() {
            return head.isEmpty() ? 0 : Integer.parseInt(head.get(0).split(" ")[1]);
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    /** Sends a request without a body, to the right host. */
    Reply ask(String method, String path, String... headers) {
        return request(method, path, "127.0.0.1:" + port, "", headers);
    }

    /** Sends fields of a form, to the right host. */
    Reply post(String path, String fields, String... headers) {
        return request("POST", path, "127.0.0.1:" + port, fields, headers);
    }

    /** Sends a request to a host of this name. */
    Reply askAs(String host, String method, String path) {
        return request(method, path, host, "");
    }

    private Reply request(String method, String path, String host, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        request.append("Connection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return send(request + "\r\n" + body);
    }

    /** Sends exactly this, and takes what comes until the server hangs up. */
    Reply send(String request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply reply(String text) {
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        List<String> lines = head.isEmpty() ? List.of() : head.lines().toList();
        return new Reply(lines, end < 0 ? "" : text.substring(end + 4));
    }
}
