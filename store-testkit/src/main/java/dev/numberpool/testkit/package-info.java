/**
 * The contract of a store as JUnit tests, for people who plug in their own. Extend
 * {@link dev.numberpool.testkit.NumberStoreContract}, {@link dev.numberpool.testkit.NumberFactsContract} and
 * {@link dev.numberpool.testkit.WidgetStoreContract}, and give each a {@link dev.numberpool.testkit.StoreFixture}.
 */
@NullMarked
package dev.numberpool.testkit;

import org.jspecify.annotations.NullMarked;
