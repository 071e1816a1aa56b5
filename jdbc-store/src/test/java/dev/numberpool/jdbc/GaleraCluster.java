package dev.numberpool.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Three nodes of Debian's MariaDB with Galera, on loopback, in a temporary folder. */
final class GaleraCluster implements AutoCloseable {
    static final int NODES = 3;
    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");
    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final Path TRANSFER = Path.of("/usr/bin/rsync");

    /** Root would make files that the transfer between nodes, which gives up root's rights, could not write. */
    private static final String USER =
            System.getProperty("user.name").equals("root") ? "mysql" : System.getProperty("user.name");

    private final Path folder;
    private final List<MariaServer> nodes = new ArrayList<>();
    private final List<Integer> groupPorts = new ArrayList<>();

    private GaleraCluster(Path folder) {
        this.folder = folder;
    }

    /** Starts it, or skips the test if its programs are not here. */
    static GaleraCluster start() throws Exception {
        List<Path> missing = Stream.of(SERVER, INSTALLER, PROVIDER, TRANSFER)
                .filter(Files::notExists)
                .toList();
        if (!missing.isEmpty()) {
            String why = "NO GALERA: these tests need " + missing
                    + " (Debian: apt-get install mariadb-server galera-4 rsync).";
            System.err.println(why);
            if (Boolean.getBoolean("galera.required")) {
                throw new IllegalStateException(why);
            }
            Assumptions.abort(why);
        }
        GaleraCluster cluster = new GaleraCluster(Files.createTempDirectory("galera"));
        try {
            cluster.startNodes();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private void startNodes() throws Exception {
        run("chmod", "755", folder.toString());
        for (int i = 0; i < NODES; i++) {
            groupPorts.add(MariaServer.freePort());
        }
        for (int i = 0; i < NODES; i++) {
            Files.createDirectories(data(i));
            int port = MariaServer.freePort();
            nodes.add(new MariaServer(command(i, port), port, log(i)));
        }
        run(
                INSTALLER.toString(),
                "--no-defaults",
                "--datadir=" + data(0),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=16M");
        run("chown", "-R", USER, folder.toString());
        nodes.get(0).launch("--wsrep-new-cluster");
        awaitSynced(0);
        for (int i = 1; i < NODES; i++) {
            nodes.get(i).launch();
            awaitSynced(i);
        }
    }

    private List<String> command(int node, int port) throws IOException {
        int groupPort = groupPorts.get(node);
        List<String> members =
                groupPorts.stream().map(each -> "127.0.0.1:" + each).toList();
        return List.of(
                SERVER.toString(),
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + data(node),
                "--socket=" + folder.resolve("socket" + node),
                "--pid-file=" + folder.resolve("pid" + node),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--character-set-server=utf8mb4",
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-autoinc-lock-mode=2",
                "--binlog-format=ROW",
                "--wsrep-on=ON",
                "--wsrep-provider=" + PROVIDER,
                "--wsrep-cluster-name=numberpool",
                "--wsrep-cluster-address=gcomm://" + String.join(",", members),
                "--wsrep-node-name=node" + node,
                "--wsrep-node-address=" + members.get(node),
                "--wsrep-node-incoming-address=127.0.0.1:" + port,
                "--wsrep-sst-method=rsync",
                "--wsrep-sst-receive-address=127.0.0.1:" + MariaServer.freePort(),
                // A dead node is noticed in two seconds rather than five, and each node's log of changes fits.
                "--wsrep-provider-options=base_host=127.0.0.1;base_port=" + groupPort
                        + ";gmcast.listen_addr=tcp://127.0.0.1:" + groupPort
                        + ";ist.recv_addr=127.0.0.1:" + MariaServer.freePort()
                        + ";gcache.size=32M;evs.keepalive_period=PT0.5S;evs.inactive_check_period=PT0.5S"
                        + ";evs.suspect_timeout=PT2S;evs.inactive_timeout=PT6S");
    }

    private void run(String... command) throws Exception {
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("setup.log").toFile()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException(
                    command[0] + " ended with " + exit + ":\n" + Files.readString(folder.resolve("setup.log")));
        }
    }

    private Path data(int node) {
        return folder.resolve("data" + node);
    }

    private Path log(int node) {
        return folder.resolve("server" + node + ".log");
    }

    String url(int node, String database) {
        return nodes.get(node).url(database);
    }

    /** All of them: the last one, and the others in turn when it is lost. */
    String urlOfAll(String database) {
        String hosts = IntStream.iterate(NODES - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(i -> "127.0.0.1:" + nodes.get(i).port())
                .collect(Collectors.joining(","));
        return "jdbc:mariadb:sequential://" + hosts + "/" + database + "?user=root";
    }

    void execute(int node, String sql) throws Exception {
        nodes.get(node).execute(sql);
    }

    void awaitSynced(int node) throws Exception {
        nodes.get(node).await("SHOW STATUS LIKE 'wsrep_local_state_comment'", "Synced");
    }

    /** Waits until this node counts so many of them. */
    void awaitSize(int node, int size) throws Exception {
        nodes.get(node).await("SHOW STATUS LIKE 'wsrep_cluster_size'", String.valueOf(size));
    }

    /** A number that the node keeps about itself. */
    long status(int node, String name) throws Exception {
        return nodes.get(node).number("SHOW STATUS LIKE '" + name + "'");
    }

    void kill(int node) throws Exception {
        nodes.get(node).kill();
    }

    /** Starts a node that was killed, with what it has on disk. */
    void rejoin(int node) throws Exception {
        nodes.get(node).launch();
        awaitSynced(node);
    }

    /** Starts a node that was killed and has lost its disk: another one sends it everything. */
    void rejoinEmpty(int node) throws Exception {
        deleteAll(data(node));
        Files.createDirectory(data(node));
        run("chown", USER, data(node).toString());
        rejoin(node);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (MariaServer node : nodes) {
            node.close();
        }
        deleteAll(folder);
    }
}
