package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes log records of messages, and of records what WhatsApp shows. */
final class Composer {
    /** WhatsApp takes no longer text below a picture. */
    private static final int MAX_CAPTION = 1_024;

    /** The longest visitor's name that an agent is shown. */
    static final int MAX_NAME = 60;

    private static final int MAX_HEADING = 300;

    /** {@code (99/99) } and a line break. */
    private static final int MARKER = 10;

    private final DeskOptions options;

    Composer(DeskOptions options) {
        this.options = options;
    }

    /**
     * The parts of a message: its text, cut where it is too long, and each medium in a message of its own, the first with the
     * text if that fits below it.
     *
     * @param isCodeLikely whether room for a code must be left
     */
    List<OutboundRecord> parts(
            Assignment assignment, Message message, boolean isFirst, boolean isCodeLikely, Instant at) {
        String heading = isFirst ? heading(assignment.conversation(), message.visitor()) : null;
        int room = TextSplitter.LIMIT
                - (heading == null ? 0 : heading.length() + 1)
                - (isCodeLikely
                        ? CodeWriter.prefix(options.codeOf(assignment.conversation()))
                                .length()
                        : 0);
        List<Content.Text> contents = contents(message, room);
        List<OutboundRecord> parts = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            parts.add(record(Kind.MESSAGE, assignment, message.id(), i + 1, contents.size(), contents.get(i), at)
                    .headed(i == 0 ? heading : null));
        }
        return parts;
    }

    /** A message of ours about an assignment. */
    OutboundRecord single(Kind kind, Assignment assignment, String messageId, Content content, Instant at) {
        return record(kind, assignment, messageId, 1, 1, content, at);
    }

    /** A message of ours to somebody, about nothing in particular. */
    OutboundRecord answer(SenderThread thread, @Nullable WidgetId widget, String messageId, String text, Instant at) {
        Content.Text content = new Content.Text(text, List.of());
        return new OutboundRecord(
                newId(),
                Kind.ANSWER,
                null,
                widget,
                messageId,
                1,
                1,
                thread,
                content,
                null,
                null,
                DeliveryState.PARKED,
                1,
                null,
                null,
                at,
                null,
                0);
    }

    /** What stands above the first message of an assignment, or null. */
    @Nullable
    String heading(ConversationId conversation, @Nullable String visitor) {
        String name = visitor == null ? "" : TemplateText.clean(visitor, MAX_NAME);
        Optional<String> header = options.texts().header(name, options.codeOf(conversation));
        return header.filter(text -> !text.isBlank())
                .map(text -> TextSplitter.split(text, MAX_HEADING).get(0))
                .orElse(null);
    }

    /** What is sent; mostly one message, more only if a code has become necessary for which no room was left. */
    List<Content> rendered(OutboundRecord record, boolean needsCode) {
        if (!(record.content() instanceof Content.Text text)) {
            return List.of(record.content());
        }
        ConversationId conversation = record.conversation();
        String prefix = needsCode && conversation != null && record.kind() == Kind.MESSAGE
                ? CodeWriter.prefix(options.codeOf(conversation))
                : "";
        String heading = record.heading() == null ? "" : record.heading() + "\n";
        String whole = (heading + prefix + text.text()).strip();
        if (whole.length() <= (text.media().isEmpty() ? TextSplitter.LIMIT : MAX_CAPTION)) {
            return List.of(new Content.Text(whole, text.media()));
        }
        List<Content> messages = new ArrayList<>();
        for (String piece : TextSplitter.split(text.text(), TextSplitter.LIMIT - heading.length() - prefix.length())) {
            messages.add(new Content.Text((messages.isEmpty() ? heading : "") + prefix + piece, List.of()));
        }
        text.media().forEach(medium -> messages.add(new Content.Text(prefix.strip(), List.of(medium))));
        return messages;
    }

    private static List<Content.Text> contents(Message message, int room) {
        List<Content.Text> contents = new ArrayList<>();
        List<Media> media = message.media();
        int roomBelow = MAX_CAPTION - (TextSplitter.LIMIT - room);
        boolean isCaption = !media.isEmpty() && message.text().length() <= roomBelow;
        if (isCaption || message.text().isBlank()) {
            contents.add(new Content.Text(message.text(), media.subList(0, 1)));
            media = media.subList(1, media.size());
        } else {
            texts(message.text(), room).forEach(text -> contents.add(new Content.Text(text, List.of())));
        }
        media.forEach(medium -> contents.add(new Content.Text("", List.of(medium))));
        return contents;
    }

    private static List<String> texts(String text, int room) {
        if (text.length() <= room) {
            return List.of(text);
        }
        // A stretch of blanks may fill a part; WhatsApp refuses blank messages.
        List<String> pieces = TextSplitter.split(text, room - MARKER).stream()
                .filter(piece -> !piece.isBlank())
                .toList();
        List<String> marked = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            marked.add(CodeWriter.marker(i + 1, pieces.size()) + pieces.get(i));
        }
        return marked;
    }

    private static OutboundRecord record(
            Kind kind, Assignment assignment, String messageId, int part, int parts, Content content, Instant at) {
        return new OutboundRecord(
                newId(),
                kind,
                assignment.conversation(),
                assignment.widget(),
                messageId,
                part,
                parts,
                Threads.of(assignment),
                content,
                null,
                assignment.assignedAt(),
                DeliveryState.PARKED,
                1,
                null,
                null,
                at,
                null,
                0);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
