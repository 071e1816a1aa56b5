package dev.numberpool.jdbc;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;

/** MariaDB, with every commit on disk, killed in mid-storm and started again on the same data, ten times. */
@DisplayName("MariaDB is killed in mid-storm and started again, ten times")
class MariaDbKillFaultTest extends StormPromises {
    private static final int KILLS = 10;

    private MariaServer server;

    @Override
    void storm() throws Exception {
        server = MariaServer.unpack("kill");
        server.start();
        server.execute("CREATE DATABASE storm");
        Random random = new Random(KILLS);
        try (HostDatabase host = HostDatabase.adoptedAt(TestDatabase.MARIADB, server.url("storm"));
                SteadyStorm one = SteadyStorm.start(host.url(), 4, CONVERSATIONS);
                SteadyStorm other = SteadyStorm.start(host.url(), 4, CONVERSATIONS)) {
            prepare(host);
            List<SteadyStorm> storms = List.of(one, other);
            for (SteadyStorm storm : storms) {
                storm.go();
            }
            for (int kill = 0; kill < KILLS; kill++) {
                awaitAll(storms, 20 + random.nextInt(100));
                server.kill();
                one.awaitFailure();
                server.start();
            }
            awaitAll(storms, 20);
            end(host, storms);
        }
    }

    @Override
    void cleanUp() {
        server.close();
    }
}
