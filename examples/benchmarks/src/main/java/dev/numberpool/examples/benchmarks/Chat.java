package dev.numberpool.examples.benchmarks;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;

/** A conversation with its agent and its number, both of which share no other conversation. */
record Chat(ConversationId conversation, Participant agent, PhoneNumber number) {}
