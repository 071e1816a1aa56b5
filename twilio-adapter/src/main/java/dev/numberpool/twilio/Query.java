package dev.numberpool.twilio;

import java.util.Optional;

/** Reads one parameter of an address; the others are the host's. */
final class Query {
    private Query() {}

    /** The parameter's value; empty if there is none, or more than one. */
    static Optional<String> single(String target, String name) throws RejectedException {
        int mark = target.indexOf('?');
        String found = null;
        for (String pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                if (found != null) {
                    return Optional.empty();
                }
                found = FormParser.unescaped(pair.substring(name.length() + 1));
            }
        }
        return Optional.ofNullable(found);
    }
}
