package io.atoll.ring;

/**
 * A node of the cluster.
 *
 * @param number unique for the cluster's life, never given to another node; 0 or more
 * @param nodeId its stable name
 * @param weight its share of the data relative to the others of its DC, 1 or more
 * @param host where its three ports listen
 */
public record Member(
    int number,
    String nodeId,
    String dc,
    String rack,
    int weight,
    String host,
    int gossipPort,
    int peerPort,
    int httpPort) {}
