package dev.numberpool.twilio.fake.tests;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import dev.numberpool.twilio.fake.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * Compares requests to the fake, and its answers, with Twilio's OpenAPI documents. Their folder comes from the system
 * property {@code twilio.openapi}; the documents are Twilio's and are not part of this project.
 *
 * <p>The documents know no errors and no bytes of media: of an answered error the form is checked here, and media are
 * left out.
 */
public final class OpenApiCheck {
    private static final String PROPERTY = "twilio.openapi";

    private static final Set<String> LISTS = Set.of("MediaUrl", "Participant", "AutoCreation.WebhookFilters");

    private final OpenApiInteractionValidator api;
    private final OpenApiInteractionValidator conversations;
    private final OpenApiInteractionValidator messaging;

    private OpenApiCheck(Path folder) {
        this.api = validator(folder.resolve("twilio_api_v2010.json"));
        this.conversations = validator(folder.resolve("twilio_conversations_v1.json"));
        this.messaging = validator(folder.resolve("twilio_messaging_v2.json"));
    }

    /** The check, or the end of this test, skipped, where the property names no folder. */
    public static OpenApiCheck orSkip() {
        String folder = System.getProperty(PROPERTY, "");
        Assumptions.assumeFalse(
                folder.isBlank(), "skipped: -D" + PROPERTY + "=<folder of Twilio's OpenAPI documents> is not set");
        return Loaded.CHECK;
    }

    /** What is wrong with these requests and their answers; empty, too, where the property names no folder. */
    public static List<String> violationsIfSet(Collection<Call> calls) {
        return System.getProperty(PROPERTY, "").isBlank() ? List.of() : Loaded.CHECK.violations(calls);
    }

    /** The documents take seconds to read: once for all tests. */
    private static final class Loaded {
        static final OpenApiCheck CHECK = load();

        private static OpenApiCheck load() {
            Path path = Path.of(System.getProperty(PROPERTY));
            if (!Files.isDirectory(path)) {
                throw new IllegalArgumentException("-D" + PROPERTY + " names no folder: " + path);
            }
            return new OpenApiCheck(path);
        }
    }

    /** What is wrong with these requests and their answers; empty where all is as the documents say. */
    public List<String> violations(Collection<Call> calls) {
        List<String> violations = new ArrayList<>();
        for (Call call : calls) {
            if (!isMedia(call)) {
                violations.addAll(violations(call));
            }
        }
        return violations;
    }

    private List<String> violations(Call call) {
        OpenApiInteractionValidator validator = validator(call);
        Request request = request(call);
        if (call.processed() && call.status() / 100 == 2) {
            return words(call, validator.validate(request, response(call)));
        }
        List<String> violations = new ArrayList<>(words(call, validator.validateRequest(request)));
        if (call.processed() && call.status() >= 400) {
            violations.addAll(violationsOfError(call));
        }
        return violations;
    }

    private static List<String> violationsOfError(Call call) {
        JsonNode error = Rest.json(call.answer());
        boolean good = error.path("code").isInt()
                && error.path("message").isTextual()
                && error.path("more_info").isTextual()
                && error.path("status").asInt() == call.status();
        return good ? List.of() : List.of(call + ": not an error in Twilio's form");
    }

    private OpenApiInteractionValidator validator(Call call) {
        if (call.path().startsWith("/2010-04-01/")) {
            return api;
        }
        return call.path().startsWith("/v1/") ? conversations : messaging;
    }

    private static boolean isMedia(Call call) {
        boolean bytes = call.path().contains("/Media/") && !call.path().endsWith(".json");
        return bytes || call.path().startsWith("/media/");
    }

    private static Request request(Call call) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(call.method(), call.path());
        call.query().forEach((name, values) -> request.withQueryParam(name, zoned(name, values)));
        call.headers().forEach((name, value) -> request.withHeader(name, value));
        if (call.user() != null) {
            request.withAuthorization("Basic dXNlcjpwYXNzd29yZA==");
        }
        if (!call.body().isEmpty()) {
            request.withBody(body(call));
        }
        return request.build();
    }

    /** The validator takes a list with one value for a text: such a value is shown to it two times. */
    private static String body(Call call) {
        StringBuilder body = new StringBuilder(call.body());
        call.form().forEach((name, values) -> {
            if (LISTS.contains(name) && values.size() == 1) {
                body.append('&').append(Rest.form(name, values.get(0)));
            }
        });
        return body.toString();
    }

    /** The SDK leaves the zone of a date and time away, which the documents ask for: the one liberty that it has. */
    private static List<String> zoned(String name, List<String> values) {
        boolean unzoned = name.startsWith("Date") && values.get(0).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        return unzoned ? List.of(values.get(0) + "Z") : values;
    }

    private static SimpleResponse response(Call call) {
        SimpleResponse.Builder response = SimpleResponse.Builder.status(call.status());
        if (!call.answer().isEmpty()) {
            response.withContentType(call.answerType()).withBody(call.answer());
        }
        return response.build();
    }

    private static List<String> words(Call call, ValidationReport report) {
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(message -> call + ": " + message.getKey() + ": " + message.getMessage())
                .toList();
    }

    private static OpenApiInteractionValidator validator(Path document) {
        return OpenApiInteractionValidator.createForSpecificationUrl(
                        document.toUri().toString())
                .build();
    }
}
