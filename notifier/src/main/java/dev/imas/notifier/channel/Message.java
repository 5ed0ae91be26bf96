package dev.imas.notifier.channel;

import dev.imas.core.bus.Digest;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Secret;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One page for one receiver.
 *
 * @param id of the delivery; the same in every try, so that a receiver can tell a repeat
 * @param address as the channel understands it: a URL, a mail address
 * @param secret of the receiver, opened
 * @param folded messages that this one tells of because they were not sent by themselves; the
 *     content's message says so for people
 * @param digest of many incidents; the content is its page form then
 * @param incidentUrl where people find the incident
 * @param attempt 1 for the first try
 */
public record Message(
    UUID id,
    TenantId tenant,
    String address,
    @Nullable Secret secret,
    PageContent content,
    Folded folded,
    @Nullable Digest digest,
    String incidentUrl,
    int attempt) {}
