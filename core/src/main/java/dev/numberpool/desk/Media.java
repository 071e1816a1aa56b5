package dev.numberpool.desk;

import static java.util.Objects.requireNonNull;

/**
 * A picture, voice note or file.
 *
 * @param reference where the provider finds it: for an inbound message what the adapter fetches it by, for an outbound
 *     one a URL that the provider can reach
 * @param contentType its media type, like {@code image/jpeg}
 */
public record Media(String reference, String contentType) {
    /** Checks that both are there. */
    public Media {
        requireNonNull(reference, "reference");
        requireNonNull(contentType, "contentType");
    }

    /** The type only: the reference may open what it points at. */
    @Override
    public String toString() {
        return "Media[" + contentType + "]";
    }
}
