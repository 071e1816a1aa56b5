/**
 * numberpool on the host's own tables. {@link dev.numberpool.jdbc.JdbcNumberStore} is the store,
 * {@link dev.numberpool.jdbc.JdbcMessageLog} the log of messages beside it, {@link dev.numberpool.jdbc.JdbcSchema} prints
 * and checks what they need in the database, {@link dev.numberpool.jdbc.TableNames} tells them what the tables are called.
 * {@link dev.numberpool.jdbc.CredentialsColumn} encrypts the widgets' credentials in place.
 */
@NullMarked
package dev.numberpool.jdbc;

import org.jspecify.annotations.NullMarked;
