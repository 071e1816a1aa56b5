/**
 * A Spring Boot application whose visitors talk with agents on WhatsApp. {@code NumberPoolConfiguration} says what joins
 * the application's transactions and what does not; the rest is what such an application has anyway.
 */
@NullMarked
package dev.numberpool.examples.springboot;

import org.jspecify.annotations.NullMarked;
