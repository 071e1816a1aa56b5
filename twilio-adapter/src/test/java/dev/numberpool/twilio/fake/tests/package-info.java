/** The fake Twilio's own tests; they use what hosts can use, and are not published. */
@NullMarked
package dev.numberpool.twilio.fake.tests;

import org.jspecify.annotations.NullMarked;
