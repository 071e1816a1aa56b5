package dev.numberpool.jdbc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way between clients and a PostgreSQL, which can be slow, go dead, and be cut at a commit. It reads the messages of
 * the clients as far as it must to know a commit; connections are in plain text.
 */
final class FaultyNetwork implements AutoCloseable {
    /** Where a connection is cut. */
    enum Cut {
        /** The server never hears of the commit. */
        BEFORE_COMMIT,
        /** The server gets the commit; whether it is done before the client comes again, nobody knows. */
        AFTER_COMMIT,
        /** The server has committed and said so, and the client does not hear it. */
        BEFORE_ANSWER
    }

    private static final Set<Character> ENDS_OF_REQUESTS = Set.of('S', 'Q', 'X', 'p', 'H', 'F', 'c', 'd');

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Queue<Link> links = new ConcurrentLinkedQueue<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile Cut cut = Cut.BEFORE_COMMIT;
    private volatile int cutAt;
    private volatile int refuseAfterCut;
    private volatile long delayMillis;
    private volatile CountDownLatch passable = new CountDownLatch(0);

    /** The way to a server on this machine. */
    FaultyNetwork(int server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    /** The same address by way of this network. */
    String by(String url) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + door.getLocalPort() + "/")
                + "&sslmode=disable&gssEncMode=disable";
    }

    /** Cuts the connection of a coming commit, the first one being 1, and refuses so many new connections after it. */
    void cutCommit(int number, Cut where, int thenRefuse) {
        cut = where;
        refuseAfterCut = thenRefuse;
        cutAt = commits.get() + number;
    }

    /** How many commits were cut off. */
    int cuts() {
        return cuts.get();
    }

    /** How many connections are still to be refused. */
    int refusals() {
        return refusals.get();
    }

    /** How many commits came this way, cut or not. */
    int commits() {
        return commits.get();
    }

    void delay(Duration eachWay) {
        delayMillis = eachWay.toMillis();
    }

    /** From now on connections are accepted and everything that is sent vanishes. */
    void goDead() {
        passable = new CountDownLatch(1);
    }

    boolean isDead() {
        return passable.getCount() > 0;
    }

    /** New connections work again; those that there were are gone. */
    void recover() {
        CountDownLatch gate = passable;
        passable = new CountDownLatch(0);
        links.forEach(Link::close);
        gate.countDown();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    client.close();
                } else {
                    new Link(client).open();
                }
            } catch (IOException e) {
                // The door was closed, or the server is not there: the client sees its connection end.
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "network");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Pump {
        void run() throws IOException, InterruptedException;
    }

    /** One connection. */
    private final class Link {
        private final Socket client;
        private final Socket backend;
        private final Set<String> commitStatements = new HashSet<>();
        private volatile boolean isAnswerLost;

        Link(Socket client) throws IOException {
            this.client = client;
            this.backend = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            backend.setTcpNoDelay(true);
        }

        void open() {
            links.add(this);
            start(() -> pump(this::requests));
            start(() -> pump(this::answers));
        }

        private void pump(Pump pump) {
            try {
                pump.run();
            } catch (IOException | InterruptedException e) {
                // One end has gone, and the other one goes with it.
            } finally {
                close();
            }
        }

        void close() {
            try {
                client.close();
                backend.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void requests() throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            OutputStream out = backend.getOutputStream();
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            readMessage(in, request); // the first message has no type
            pass(request, out);
            boolean isCommit = false;
            while (!client.isClosed()) {
                char type = (char) in.readUnsignedByte();
                request.write(type);
                isCommit |= isCommit(type, readMessage(in, request));
                if (ENDS_OF_REQUESTS.contains(type)) {
                    if (!isCommit || !isCutOff(request, out)) {
                        pass(request, out);
                    }
                    isCommit = false;
                }
            }
        }

        /** Reads what follows the type: a length that counts itself, and the content. */
        private static ByteBuffer readMessage(DataInputStream in, ByteArrayOutputStream request) throws IOException {
            int length = in.readInt();
            byte[] content = in.readNBytes(length - 4);
            request.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
            request.writeBytes(content);
            return ByteBuffer.wrap(content);
        }

        /** A commit is a statement of its own, under a name once it has been used often. */
        private boolean isCommit(char type, ByteBuffer content) {
            if (type == 'Q') {
                return text(content).equals("COMMIT");
            }
            if (type == 'P') {
                String name = text(content);
                if (text(content).equals("COMMIT")) {
                    commitStatements.add(name);
                } else {
                    commitStatements.remove(name);
                }
            }
            if (type == 'B') {
                text(content); // the portal
                return commitStatements.contains(text(content));
            }
            return false;
        }

        private static String text(ByteBuffer content) {
            int start = content.position();
            while (content.get() != 0) {
                // Texts end with a zero.
            }
            return new String(content.array(), start, content.position() - 1 - start, StandardCharsets.UTF_8);
        }

        private boolean isCutOff(ByteArrayOutputStream commit, OutputStream out)
                throws IOException, InterruptedException {
            if (commits.incrementAndGet() != cutAt) {
                return false;
            }
            refusals.set(refuseAfterCut);
            if (cut == Cut.BEFORE_ANSWER) {
                isAnswerLost = true;
                pass(commit, out);
                return true;
            }
            cuts.incrementAndGet();
            client.close();
            if (cut == Cut.AFTER_COMMIT) {
                pass(commit, out);
            }
            return true;
        }

        private void pass(ByteArrayOutputStream request, OutputStream out) throws IOException, InterruptedException {
            pass(request.toByteArray(), request.size(), out);
            request.reset();
        }

        private void answers() throws IOException, InterruptedException {
            InputStream in = backend.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] chunk = new byte[8192];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (isAnswerLost) {
                    if (new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                        cuts.incrementAndGet();
                    }
                    return;
                }
                pass(chunk, length, out);
            }
        }

        private void pass(byte[] bytes, int length, OutputStream out) throws IOException, InterruptedException {
            TimeUnit.MILLISECONDS.sleep(delayMillis);
            passable.await();
            out.write(bytes, 0, length);
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        recover();
    }
}
