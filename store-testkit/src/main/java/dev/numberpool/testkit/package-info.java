/**
 * The contract of a store as JUnit tests, for people who plug in their own. For assignment, extend
 * {@link dev.numberpool.testkit.NumberStoreContract}, {@link dev.numberpool.testkit.NumberFactsContract},
 * {@link dev.numberpool.testkit.WidgetStoreContract} and, if messages are to be sent too,
 * {@link dev.numberpool.testkit.ThreadStoreContract}; give each a {@link dev.numberpool.testkit.StoreFixture}.
 *
 * <p>For a log of messages, extend {@link dev.numberpool.testkit.OutboxContract},
 * {@link dev.numberpool.testkit.MessageHistoryContract}, {@link dev.numberpool.testkit.InboundLogContract},
 * {@link dev.numberpool.testkit.AliasStoreContract}, {@link dev.numberpool.testkit.ReconciliationLogContract} and
 * {@link dev.numberpool.testkit.MessageLogContract}, and give each a {@link dev.numberpool.testkit.MessageLogFixture}.
 */
@NullMarked
package dev.numberpool.testkit;

import org.jspecify.annotations.NullMarked;
