package dev.numberpool.jdbc;

import dev.numberpool.StoreException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an id is kept in a column. An id that is not written exactly as the column would write it matches nothing. */
enum IdType {
    NUMBER {
        @Override
        boolean fits(String id) {
            try {
                return Long.toString(Long.parseLong(id)).equals(id);
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        void bind(PreparedStatement statement, int index, String id) throws SQLException {
            statement.setLong(index, Long.parseLong(id));
        }
    },
    UUID_TYPE {
        @Override
        boolean fits(String id) {
            try {
                return UUID.fromString(id).toString().equals(id);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        void bind(PreparedStatement statement, int index, String id) throws SQLException {
            statement.setObject(index, UUID.fromString(id));
        }
    },
    UUID_AS_TEXT {
        @Override
        boolean fits(String id) {
            return UUID_TYPE.fits(id);
        }

        @Override
        void bind(PreparedStatement statement, int index, String id) throws SQLException {
            statement.setString(index, id);
        }
    },
    TEXT {
        @Override
        boolean fits(String id) {
            return true;
        }

        @Override
        void bind(PreparedStatement statement, int index, String id) throws SQLException {
            statement.setString(index, id);
        }
    };

    abstract boolean fits(String id);

    /** The ids as PostgreSQL takes an array of them. */
    Array array(Connection connection, List<String> ids) throws SQLException {
        return switch (this) {
            case NUMBER ->
                connection.createArrayOf("int8", ids.stream().map(Long::valueOf).toArray());
            case UUID_TYPE ->
                connection.createArrayOf(
                        "uuid", ids.stream().map(UUID::fromString).toArray());
            case UUID_AS_TEXT, TEXT -> connection.createArrayOf("text", ids.toArray());
        };
    }

    abstract void bind(PreparedStatement statement, int index, String id) throws SQLException;

    /** What ids of the type look like, for messages. */
    String form() {
        return switch (this) {
            case NUMBER -> "a whole number like 282";
            case UUID_TYPE, UUID_AS_TEXT -> "a UUID in lower case";
            case TEXT -> "text";
        };
    }

    static IdType of(ResultSetMetaData columns, int column, Dialect dialect) throws SQLException {
        String typeName = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        if (typeName.equals("uuid")) {
            return dialect == Dialect.MARIADB ? UUID_AS_TEXT : UUID_TYPE;
        }
        IdType type = ofJdbcType(columns.getColumnType(column));
        if (type == null) {
            throw new StoreException("the column " + columns.getColumnName(column) + " has the type " + typeName
                    + "; ids may be whole numbers, UUIDs or text");
        }
        return type;
    }

    private static @Nullable IdType ofJdbcType(int type) {
        return switch (type) {
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT -> NUMBER;
            case Types.VARCHAR, Types.CHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.NCHAR -> TEXT;
            default -> null;
        };
    }
}
