package dev.numberpool.jdbc;

import dev.numberpool.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The databases that the store can speak to. */
public enum Dialect {
    /** PostgreSQL 12 and later. */
    POSTGRESQL,
    /** MariaDB 10.6 and later. */
    MARIADB,
    /** MySQL 8.0.16 and later; not tested. */
    MYSQL,
    /** H2 2.2.220 and later. */
    H2;

    /**
     * The dialect of the database behind a connection.
     *
     * @throws StoreException if it is none of those that are known
     */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb" -> MARIADB;
            case "mysql" -> isMariaDb(connection) ? MARIADB : MYSQL;
            case "h2" -> H2;
            default ->
                throw new StoreException(
                        "the database '" + product
                                + "' is not supported; supported are PostgreSQL, MariaDB, MySQL and H2, or write a NumberStore");
        };
    }

    /** MySQL's driver calls a MariaDB server MySQL; only its version tells. */
    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection
                .getMetaData()
                .getDatabaseProductVersion()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
    }
}
