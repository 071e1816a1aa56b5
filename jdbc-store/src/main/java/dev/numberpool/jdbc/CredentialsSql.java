package dev.numberpool.jdbc;

import java.util.function.UnaryOperator;

/** The statements on the widgets' credentials. They are compared letter by letter, whatever the column's collation. */
final class CredentialsSql {
    final String type;
    final String firstPage;
    final String nextPage;
    final String current;
    final String change;

    CredentialsSql(UnaryOperator<String> render) {
        type = render.apply("SELECT w.{widget_configs.encrypted_credentials} FROM {widget_configs} w WHERE 1 = 0");
        String page = "SELECT text(w.{widget_configs.id}) AS widget_id,"
                + " text(w.{widget_configs.encrypted_credentials}) AS credentials FROM {widget_configs} w"
                + " WHERE w.{widget_configs.encrypted_credentials} IS NOT NULL%s ORDER BY w.{widget_configs.id} LIMIT ?";
        firstPage = render.apply(page.formatted(""));
        nextPage = render.apply(page.formatted(" AND w.{widget_configs.id} > ?"));
        current = render.apply("SELECT text(w.{widget_configs.encrypted_credentials}) AS credentials"
                + " FROM {widget_configs} w WHERE w.{widget_configs.id} = ?");
        change = render.apply("UPDATE {widget_configs} SET {widget_configs.encrypted_credentials} = ?"
                + " WHERE {widget_configs.id} = ? AND text({widget_configs.encrypted_credentials}) = ?");
    }
}
