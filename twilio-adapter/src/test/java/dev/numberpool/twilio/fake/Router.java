package dev.numberpool.twilio.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds who answers a request. */
final class Router {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, Pattern path, List<String> names, Function<Request, Answer> handler) {
        Optional<Request> match(Request request) {
            Matcher matcher = path.matcher(request.path());
            if (!method.equals(request.method()) || !matcher.matches()) {
                return Optional.empty();
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                variables.put(names.get(i), matcher.group(i + 1));
            }
            return Optional.of(request.at(variables));
        }
    }

    void on(String method, String template, Function<Request, Answer> handler) {
        List<String> names = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        Matcher variable = VARIABLE.matcher(template);
        int end = 0;
        while (variable.find()) {
            path.append(Pattern.quote(template.substring(end, variable.start())))
                    .append("([^/]+)");
            names.add(variable.group(1));
            end = variable.end();
        }
        path.append(Pattern.quote(template.substring(end)));
        routes.add(new Route(method, Pattern.compile(path.toString()), names, handler));
    }

    Answer answer(Request request) {
        for (Route route : routes) {
            Optional<Request> match = route.match(request);
            if (match.isPresent()) {
                return route.handler().apply(match.get());
            }
        }
        throw TwilioError.notFound(request.path());
    }
}
