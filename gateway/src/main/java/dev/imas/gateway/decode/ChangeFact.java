package dev.imas.gateway.decode;

/**
 * What a body says of a change beside its alerts and events, over the same bytes. It opens nothing,
 * resolves nothing, and is not counted by the ledger, which counts the element that it stands
 * beside. A decoder makes it with {@link FactDraft}.
 */
public sealed interface ChangeFact extends Element permits DeploymentFact, PushFact {}
