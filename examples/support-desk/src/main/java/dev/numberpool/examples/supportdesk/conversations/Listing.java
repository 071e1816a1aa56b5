package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.ServiceWindow;
import dev.numberpool.Widget;
import dev.numberpool.examples.supportdesk.conversations.ListView.Empty;
import dev.numberpool.examples.supportdesk.conversations.ListView.Group;
import dev.numberpool.examples.supportdesk.conversations.ListView.Option;
import dev.numberpool.examples.supportdesk.conversations.ListView.Row;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.ChatFilter;
import dev.numberpool.examples.supportdesk.site.ChatFilter.Status;
import dev.numberpool.examples.supportdesk.site.ChatSearch;
import dev.numberpool.examples.supportdesk.site.ListedChat;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.site.Texts;
import dev.numberpool.examples.supportdesk.web.Times;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the list of conversations, with as many statements for fifty chats as for one. */
final class Listing {
    private static final int PAGE = 50;
    private static final int WIDGETS = 50;

    private static final Map<Status, String> STATUSES = new LinkedHashMap<>();

    static {
        STATUSES.put(Status.OPEN, "Open");
        STATUSES.put(Status.WAITING, "Waiting");
        STATUSES.put(Status.WITH_AGENT, "With an agent");
        STATUSES.put(Status.CLOSED, "Closed");
        STATUSES.put(Status.ALL, "All");
    }

    private final Site site;
    private final ChatSearch search;
    private final Handovers handovers;
    private final InstantSource clock;

    Listing(Site site, ChatSearch search, Handovers handovers, InstantSource clock) {
        this.site = site;
        this.search = search;
        this.handovers = handovers;
        this.clock = clock;
    }

    /** The names of agents and numbers of all widgets. */
    Names names(List<Agent> agents) {
        List<Widget> widgets = handovers.store().widgets(null, WIDGETS).stream()
                .map(handovers.pool()::widget)
                .toList();
        return Names.of(agents, widgets);
    }

    ListView view(Query query) {
        List<Agent> agents = site.agents();
        Names names = names(agents);
        Map<String, Integer> perNumber = search.perNumber(query.filter());
        int offset = (query.page() - 1) * PAGE;
        List<ListedChat> found = query.isGrouped()
                ? search.byCustomer(query.filter(), PAGE + 1, offset)
                : search.newest(query.filter(), PAGE + 1, offset);
        List<ListedChat> shown = found.subList(0, Math.min(PAGE, found.size()));
        return new ListView(
                statuses(query),
                numbers(query, names, perNumber),
                agents(query, agents),
                hidden(query),
                query.filter().text() == null ? "" : query.filter().text(),
                new Choice(
                        "Group by customer",
                        "",
                        -1,
                        query.grouped(!query.isGrouped()).href(),
                        query.isGrouped()),
                query.isGrouped() ? byCustomer(shown, names) : List.of(new Group("chats", "", "", rows(shown, names))),
                found(query, perNumber),
                query.page() > 1 ? query.page(query.page() - 1).href() : null,
                found.size() > PAGE ? query.page(query.page() + 1).href() : null,
                shown.isEmpty() ? empty(query) : null);
    }

    private static List<Choice> statuses(Query query) {
        List<Choice> choices = new ArrayList<>();
        STATUSES.forEach((status, label) -> choices.add(new Choice(
                label,
                "",
                -1,
                query.with(status).href(),
                status == query.filter().status())));
        return choices;
    }

    /** All, those of the pools, the default ones, those that are in no pool any more, and none. */
    private static List<Choice> numbers(Query query, Names names, Map<String, Integer> perNumber) {
        List<Choice> choices = new ArrayList<>();
        String chosen = query.filter().number();
        int all = perNumber.values().stream().mapToInt(Integer::intValue).sum();
        choices.add(new Choice("All numbers", "", all, query.onNumber(null).href(), chosen == null));
        Map<String, String> hints = new LinkedHashMap<>();
        names.numbers().keySet().forEach(number -> hints.put(number, number));
        names.defaults().keySet().forEach(number -> hints.putIfAbsent(number, number));
        perNumber.keySet().stream()
                .filter(number -> !number.equals(ChatFilter.NONE))
                .forEach(number -> hints.putIfAbsent(number, number + ", left the pool"));
        hints.forEach((number, hint) -> choices.add(new Choice(
                names.number(number, null),
                hint,
                perNumber.getOrDefault(number, 0),
                query.onNumber(number).href(),
                number.equals(chosen))));
        choices.add(new Choice(
                query.filter().status() == Status.CLOSED ? "Never had a number" : "No number yet",
                "",
                perNumber.getOrDefault(ChatFilter.NONE, 0),
                query.onNumber(ChatFilter.NONE).href(),
                ChatFilter.NONE.equals(chosen)));
        return choices;
    }

    private static int found(Query query, Map<String, Integer> perNumber) {
        String number = query.filter().number();
        return number == null
                ? perNumber.values().stream().mapToInt(Integer::intValue).sum()
                : perNumber.getOrDefault(number, 0);
    }

    private static List<Option> agents(Query query, List<Agent> agents) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", "Any agent", query.filter().agent() == null));
        for (Agent agent : agents) {
            String address = agent.participant().address();
            options.add(new Option(
                    address, agent.name(), address.equals(query.filter().agent())));
        }
        return options;
    }

    private static List<Option> hidden(Query query) {
        List<Option> hidden = new ArrayList<>();
        hidden.add(new Option(Query.name(query.filter().status()), "status", false));
        if (query.filter().number() != null) {
            hidden.add(new Option(query.filter().number(), "number", false));
        }
        if (query.isGrouped()) {
            hidden.add(new Option("customer", "group", false));
        }
        return hidden;
    }

    private static Empty empty(Query query) {
        if (query.page() > 1) {
            return new Empty(
                    "Nothing on this page",
                    "The list is shorter.",
                    query.page(1).href(),
                    "To the first page");
        }
        if (query.isNarrowed()) {
            Query all = new Query(new ChatFilter(query.filter().status(), null, null, null), query.isGrouped(), 1);
            return new Empty("No chat fits", "Try another number, agent or name.", all.href(), "Show all of them");
        }
        return switch (query.filter().status()) {
            case OPEN, ALL ->
                new Empty("No conversations yet", "They appear here when visitors write.", "/phones", "Be a visitor");
            case WAITING ->
                new Empty("Nobody is waiting", "Every open chat is with an agent.", "/conversations", "Open chats");
            case WITH_AGENT ->
                new Empty(
                        "No agent has a chat",
                        "Hand over one that waits.",
                        "/conversations?status=waiting",
                        "Waiting chats");
            case CLOSED ->
                new Empty("No chat was closed yet", "Chats stay here when they end.", "/conversations", "Open chats");
        };
    }

    private List<Group> byCustomer(List<ListedChat> chats, Names names) {
        Map<String, List<ListedChat>> customers = new LinkedHashMap<>();
        chats.forEach(chat -> customers
                .computeIfAbsent(chat.customer(), key -> new ArrayList<>())
                .add(chat));
        List<Group> groups = new ArrayList<>();
        for (List<ListedChat> ofOne : customers.values()) {
            ListedChat newest = ofOne.get(0);
            groups.add(new Group(
                    "customer-" + Integer.toHexString(newest.customer().hashCode()) + "-"
                            + ofOne.get(ofOne.size() - 1).id(),
                    Texts.oneLine(newest.visitor(), 60),
                    note(newest),
                    rows(ofOne, names)));
        }
        return groups;
    }

    private static String note(ListedChat chat) {
        String chats = Terms.chats(chat.chatsOfCustomer());
        if (chat.email() != null) {
            return chats + " · " + Texts.oneLine(chat.email(), 80);
        }
        return chat.chatsOfCustomer() == 1
                ? chats + " · no e-mail address"
                : chats + " · known by name only, so perhaps not the same person";
    }

    private List<Row> rows(List<ListedChat> chats, Names names) {
        Instant now = clock.instant();
        return chats.stream().map(chat -> row(chat, names, now)).toList();
    }

    private static Row row(ListedChat chat, Names names, Instant now) {
        String number = chat.number();
        String text = chat.lastText();
        String by = chat.lastFromVisitor() ? "" : names.agents().getOrDefault(chat.agent(), "Agent") + ": ";
        return new Row(
                chat.id(),
                Texts.oneLine(chat.visitor(), 60),
                chat.isOpen(),
                text == null ? "" : by,
                text == null ? "Nothing written yet" : Texts.oneLine(text, 120),
                Times.ago(chat.lastAt() == null ? chat.createdAt() : chat.lastAt(), now),
                number == null ? null : names.number(number, chat.displayName()),
                number == null ? "" : number,
                Terms.source(chat.source()),
                names.agent(chat.agent()),
                badges(chat, names, now));
    }

    private static List<Badge> badges(ListedChat chat, Names names, Instant now) {
        List<Badge> badges = new ArrayList<>();
        if (!chat.isOpen()) {
            badges.add(new Badge("", "closed"));
        } else if (chat.number() == null) {
            badges.add(new Badge("info", "waiting for an agent"));
        } else {
            badges.add(chat.agent() == null ? new Badge("", "no agent yet") : Terms.thread(chat.onThread()));
            badges.add(Terms.window(ServiceWindow.of(chat.lastInboundAt(), chat.windowClosedAt(), now)));
            leftPool(chat.number(), names, badges);
        }
        add(badges, "warn", chat.waiting(), "waiting");
        add(badges, "bad", chat.notSent(), "not sent");
        add(badges, "warn", chat.doubtful(), "perhaps sent");
        return badges;
    }

    private static void leftPool(String number, Names names, List<Badge> badges) {
        if (!names.isKnown(number)) {
            badges.add(new Badge("warn", "left the pool"));
        }
    }

    private static void add(List<Badge> badges, String tone, int messages, String what) {
        if (messages > 0) {
            badges.add(new Badge(tone, messages + " " + what));
        }
    }
}
