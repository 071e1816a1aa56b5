package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;

/** What happens with every new release of MariaDB; the connections are told, one way or another. */
@DisplayName(
        "MariaDB is shut down in mid-storm and started again, five times; and all connections are killed, five times")
class MariaDbShutdownFaultTest extends StormPromises {
    private static final int TIMES = 5;

    private MariaServer server;

    @Override
    void storm() throws Exception {
        server = MariaServer.unpack("shutdown");
        server.start();
        server.execute("CREATE DATABASE storm");
        Random random = new Random(TIMES);
        try (HostDatabase host = HostDatabase.adoptedAt(TestDatabase.MARIADB, server.url("storm"));
                SteadyStorm one = SteadyStorm.start(host.url(), 4, CONVERSATIONS);
                SteadyStorm other = SteadyStorm.start(host.url(), 4, CONVERSATIONS)) {
            prepare(host);
            List<SteadyStorm> storms = List.of(one, other);
            for (SteadyStorm storm : storms) {
                storm.go();
            }
            for (int time = 0; time < TIMES; time++) {
                awaitAll(storms, 20 + random.nextInt(100));
                server.shutDown();
                one.awaitFailure();
                server.start();
                awaitAll(storms, 20 + random.nextInt(100));
                assertThat(killConnections(host)).isPositive();
            }
            awaitAll(storms, 20);
            end(host, storms);
        }
    }

    @Override
    void cleanUp() {
        server.close();
    }

    /** As an operator or a proxy does: those in the middle of a statement learn it by another error than those who are not. */
    private static int killConnections(HostDatabase host) {
        int killed = 0;
        for (String id : host.query("SELECT id FROM information_schema.processlist WHERE db = 'storm'"
                + " AND id <> CONNECTION_ID() AND command <> 'Killed'")) {
            try {
                host.sql("KILL CONNECTION " + id);
                killed++;
            } catch (IllegalStateException e) {
                // It has ended by itself.
            }
        }
        return killed;
    }
}
