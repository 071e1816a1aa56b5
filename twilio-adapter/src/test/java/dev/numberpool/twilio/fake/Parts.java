package dev.numberpool.twilio.fake;

/** Builds the parts of one fake and connects them. */
final class Parts {
    final Faults faults = new Faults();
    final Pages pages = new Pages();
    final CallLog calls = new CallLog();
    final Router router = new Router();
    final Courier courier;
    final FakeWebhooks fakeWebhooks;
    final FakeSenders fakeSenders;
    final FakePhones fakePhones;
    final FakeMessages fakeMessages;
    final FakeConversations fakeConversations;

    private final World world;
    private final Senders senders = new Senders();
    private final Phones phones = new Phones();
    private final Messages messages = new Messages();
    private final Templates templates = new Templates();
    private final ServiceWindows windows = new ServiceWindows();
    private final Chats chats = new Chats();
    private final Addressbook addresses = new Addressbook();

    Parts(World world, WebhookSettings settings, Courier courier) {
        this.world = world;
        this.courier = courier;
        this.fakeWebhooks = new FakeWebhooks(settings, courier);
        this.fakeSenders = new FakeSenders(world, senders, addresses);
        this.fakePhones = new FakePhones(world, phones);

        Delivery delivery = new Delivery(world, senders, phones, windows);
        Outbound outbound = new Outbound(world, messages, senders, phones, templates, delivery);
        MediaApi media = new MediaApi(world, messages, pages);
        media.register(router);
        new MessageApi(world, messages, outbound, pages).register(router);
        new SenderApi(world, senders, messages, pages).register(router);
        this.fakeMessages = new FakeMessages(world, messages, templates, windows, outbound, media);

        ConversationJson json = new ConversationJson(world);
        ConversationEvents events = new ConversationEvents(world, settings, json);
        Switchboard switchboard = new Switchboard(world, chats, addresses, messages, outbound, events);
        this.fakeConversations = conversations(json, events, switchboard);

        Inbound inbound = new Inbound(world, messages, senders, windows, switchboard, settings);
        FakePhones.Line line = new FakePhones.Line(world, phones, messages, inbound, outbound);
        phones.madeBy(address -> new FakePhone(line, address));
    }

    private FakeConversations conversations(ConversationJson json, ConversationEvents events, Switchboard switchboard) {
        ConversationApi conversations = new ConversationApi(world, chats, switchboard, events, json, pages);
        ParticipantApi participants = new ParticipantApi(world, chats, senders, conversations, events, json, pages);
        conversations.register(router);
        participants.register(router);
        new ConversationMessageApi(chats, messages, templates, switchboard, json, pages).register(router);
        new AddressApi(world, addresses, json, pages).register(router);
        return new FakeConversations(world, chats, participants, switchboard);
    }
}
