package io.atoll.node;

/**
 * What waits or is held in a node at one moment.
 *
 * @param requestsUnderWay of its coordinators
 * @param pendingPeerCalls calls to peers that wait for an answer
 * @param partBytes of messages that come or go in parts
 * @param waitingWrites writes that wait for the first incarnation
 * @param gossipUpdates updates that are still to be broadcast
 * @param topologyChanges changes that were asked for here and are not decided
 * @param hints that it keeps for replicas that lack writes
 * @param clientBytes reserved for what clients asked
 * @param peerBytes reserved for what peers asked
 */
public record NodeLoad(
    int requestsUnderWay,
    int pendingPeerCalls,
    long partBytes,
    int waitingWrites,
    int gossipUpdates,
    int topologyChanges,
    long hints,
    long clientBytes,
    long peerBytes) {}
