package dev.numberpool.twilio.fake;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A method, or an asterisk for any, and a path in which an asterisk stands for any characters. */
final class PathPattern {
    private final String method;
    private final Pattern path;

    PathPattern(String method, String path) {
        this.method = method;
        this.path = Pattern.compile(
                Arrays.stream(path.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    boolean matches(String otherMethod, String otherPath) {
        boolean sameMethod = method.equals("*") || method.equals(otherMethod);
        return sameMethod && path.matcher(otherPath).matches();
    }
}
