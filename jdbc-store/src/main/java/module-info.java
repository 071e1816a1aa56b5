/** The ports of numberpool on plain JDBC: PostgreSQL, MariaDB, MySQL and H2. */
module dev.numberpool.jdbc {
    requires transitive dev.numberpool.core;
    requires transitive java.sql;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.numberpool.jdbc;
}
