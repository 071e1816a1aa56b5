package dev.numberpool.examples.supportdesk.web;

import org.jspecify.annotations.Nullable;

/**
 * What the frame of every page shows.
 *
 * @param title its title
 * @param screen the entry of the navigation that it belongs to: {@code pool}, {@code conversations}, {@code phones} or
 *     {@code health}
 * @param csrf what every form sends back, to prove that it comes from this page
 * @param notice what has just been done, or null
 * @param isSimulated whether messages go to the Twilio on this machine
 */
public record Page(
        String title, String screen, String csrf, @Nullable String notice, boolean isSimulated) {}
