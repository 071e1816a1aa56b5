package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Three nodes of Galera, each with callers of its own, and one process that goes on at the next node when its node is
 * lost. Each node is killed in mid-storm and joins again, one of them with an empty disk, and one is cut off for a while.
 */
@DisplayName("Galera: storms on three nodes, each of which is killed and joins again")
class GaleraKillFaultTest extends StormPromises {
    private final List<List<String>> rowsOfNodes = new ArrayList<>();
    private GaleraCluster cluster;
    private long refusedAtCertification;

    @Override
    void storm() throws Exception {
        cluster = GaleraCluster.start();
        cluster.execute(0, "CREATE DATABASE storm");
        List<SteadyStorm> storms = new ArrayList<>();
        try (HostDatabase host = HostDatabase.adoptedAt(TestDatabase.MARIADB, cluster.url(0, "storm"))) {
            prepare(host);
            for (int node = 0; node < GaleraCluster.NODES; node++) {
                storms.add(SteadyStorm.start(cluster.url(node, "storm"), 3, CONVERSATIONS));
            }
            storms.add(SteadyStorm.start(cluster.urlOfAll("storm"), 2, CONVERSATIONS));
            for (SteadyStorm storm : storms) {
                storm.go();
            }
            killAndRejoin(storms, 2, false);
            killAndRejoin(storms, 0, false);
            killAndRejoin(storms, 1, true);
            cutOff(storms, 2);
            awaitAll(storms, 20);
            refusedAtCertification = refusedAtCertification();
            end(host, storms);
            lookAtAllNodes();
        } finally {
            storms.forEach(SteadyStorm::close);
        }
    }

    @Override
    void cleanUp() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    private void killAndRejoin(List<SteadyStorm> storms, int node, boolean isEmpty) throws Exception {
        awaitAll(storms, 30);
        cluster.kill(node);
        storms.get(node).awaitFailure();
        for (SteadyStorm storm : storms) {
            if (storm != storms.get(node)) {
                storm.awaitAnswers(10);
            }
        }
        if (isEmpty) {
            cluster.rejoinEmpty(node);
        } else {
            cluster.rejoin(node);
        }
    }

    /** The node lives and takes connections, but hears nothing of the others, so it must not answer. */
    private void cutOff(List<SteadyStorm> storms, int node) throws Exception {
        awaitAll(storms, 30);
        cluster.execute(node, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
        cluster.awaitSize(0, GaleraCluster.NODES - 1);
        storms.get(node).awaitFailure();
        storms.get(0).awaitAnswers(10);
        cluster.execute(node, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
        cluster.awaitSynced(node);
        cluster.awaitSize(0, GaleraCluster.NODES);
    }

    private long refusedAtCertification() throws Exception {
        long sum = 0;
        for (int node = 0; node < GaleraCluster.NODES; node++) {
            sum += cluster.status(node, "wsrep_local_cert_failures") + cluster.status(node, "wsrep_local_bf_aborts");
        }
        return sum;
    }

    private void lookAtAllNodes() throws Exception {
        for (int node = 0; node < GaleraCluster.NODES; node++) {
            String waiting = cluster.url(node, "storm") + "&sessionVariables=wsrep_sync_wait=1";
            try (HikariDataSource dataSource = TestDatabase.pool(waiting)) {
                rowsOfNodes.add(TestDatabase.query(dataSource, ROWS));
            }
        }
    }

    @Test
    @DisplayName("A4: all nodes hold the same assignments")
    void allNodesHoldTheSame() {
        assertThat(rowsOfNodes)
                .hasSize(GaleraCluster.NODES)
                .allSatisfy(rows -> assertThat(rows).isEqualTo(rows()));
    }

    @Test
    @DisplayName("A4: decisions on different nodes were in each other's way, and were repeated")
    void conflictsTookPlaceAndWereRepeated() {
        assertThat(refusedAtCertification).isPositive();
    }
}
