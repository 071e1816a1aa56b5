package dev.numberpool.jdbc;

import java.time.Duration;

/** MariaDB: as MySQL, with its own collation and a lock time-out for a single statement. */
final class MariaDbSql extends MySqlSql {
    @Override
    Dialect dialect() {
        return Dialect.MARIADB;
    }

    @Override
    String collation() {
        return "utf8mb4_nopad_bin";
    }

    @Override
    String impatient(String sql, Duration lockTimeout) {
        return "SET STATEMENT innodb_lock_wait_timeout = " + Math.max(1, lockTimeout.toSeconds()) + " FOR " + sql;
    }
}
