/** Stores that are broken on purpose, each in one way, and the proof that the contract catches every one of them. */
@NullMarked
package dev.numberpool.testkit.broken;

import org.jspecify.annotations.NullMarked;
