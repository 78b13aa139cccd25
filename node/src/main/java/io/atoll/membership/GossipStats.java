package io.atoll.membership;

/**
 * Counters since the start.
 *
 * @param received datagrams, those that were dropped included
 * @param forged dropped: the seal does not match (another secret, another cluster, or damage)
 * @param replayed dropped: seen before, or older than what the window or the generation allows
 * @param malformed dropped: no datagram of this format
 * @param otherVersion dropped: well sealed, of a version that this node does not speak
 * @param unknownSender dropped: well sealed, but not by a current member
 * @param misdirected dropped: well sealed, but for another node
 * @param suspicions nodes that this one came to suspect, by itself or by hearsay
 * @param refutations claims against itself that this node refuted
 * @param condemned nodes that this one declared DOWN because a suspicion ran out
 * @param failedProbes probes without any answer
 * @param pauses times this node found that it had slept
 * @param commonVersion the highest protocol version that every member is known to speak; 0 while it
 *     is not known of all
 * @param health 0 when this node trusts its own probes, higher the less it does
 */
public record GossipStats(
    long sent,
    long sentBytes,
    long received,
    long receivedBytes,
    long forged,
    long replayed,
    long malformed,
    long otherVersion,
    long unknownSender,
    long misdirected,
    long suspicions,
    long refutations,
    long condemned,
    long failedProbes,
    long pauses,
    int commonVersion,
    int health) {}
