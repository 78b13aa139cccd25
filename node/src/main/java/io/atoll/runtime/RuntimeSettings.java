package io.atoll.runtime;

import io.atoll.env.ProtocolVersions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a {@link RuntimeEnv} is built from.
 *
 * @param nodeId this node, 1 to {@link #MAX_NAME_BYTES} bytes of UTF-8
 * @param clusterName its cluster, likewise
 * @param secret the cluster secret, any bytes; empty means that peers are not authenticated
 * @param dataDirectory created where there is none
 * @param loops how many event loops, at least one
 * @param host the name or address to listen on
 * @param gossipPort UDP; 0 takes a free one
 * @param peerPort TCP; 0 takes a free one
 * @param versions what it speaks with its peers
 */
public record RuntimeSettings(
    String nodeId,
    String clusterName,
    byte[] secret,
    Path dataDirectory,
    int loops,
    String host,
    int gossipPort,
    int peerPort,
    LinkSettings links,
    PeerGreeting greeting,
    ProtocolVersions versions) {
  /** The longest node id and cluster name. */
  public static final int MAX_NAME_BYTES = 255;

  public RuntimeSettings {
    requireName("nodeId", nodeId);
    requireName("clusterName", clusterName);
    secret = secret.clone();
    if (loops < 1) {
      throw new IllegalArgumentException("loops is %d: it must be at least 1".formatted(loops));
    }
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException("host is empty: it must be a name or an IP address");
    }
    requirePort("gossipPort", gossipPort);
    requirePort("peerPort", peerPort);
  }

  /** One loop per core, free ports on loopback, default link settings, no greeting. */
  public static RuntimeSettings of(
      String nodeId, String clusterName, byte[] secret, Path dataDirectory) {
    return new RuntimeSettings(
        nodeId,
        clusterName,
        secret,
        dataDirectory,
        Runtime.getRuntime().availableProcessors(),
        "127.0.0.1",
        0,
        0,
        LinkSettings.DEFAULT,
        PeerGreeting.NONE,
        ProtocolVersions.SPOKEN);
  }

  public RuntimeSettings withLoops(int count) {
    return new RuntimeSettings(
        nodeId,
        clusterName,
        secret,
        dataDirectory,
        count,
        host,
        gossipPort,
        peerPort,
        links,
        greeting,
        versions);
  }

  /** The same, listening elsewhere. */
  public RuntimeSettings withListen(String newHost, int newGossipPort, int newPeerPort) {
    return new RuntimeSettings(
        nodeId,
        clusterName,
        secret,
        dataDirectory,
        loops,
        newHost,
        newGossipPort,
        newPeerPort,
        links,
        greeting,
        versions);
  }

  public RuntimeSettings withLinks(LinkSettings newLinks) {
    return new RuntimeSettings(
        nodeId,
        clusterName,
        secret,
        dataDirectory,
        loops,
        host,
        gossipPort,
        peerPort,
        newLinks,
        greeting,
        versions);
  }

  public RuntimeSettings withGreeting(PeerGreeting newGreeting) {
    return new RuntimeSettings(
        nodeId,
        clusterName,
        secret,
        dataDirectory,
        loops,
        host,
        gossipPort,
        peerPort,
        links,
        newGreeting,
        versions);
  }

  public RuntimeSettings withVersions(ProtocolVersions newVersions) {
    return new RuntimeSettings(
        nodeId,
        clusterName,
        secret,
        dataDirectory,
        loops,
        host,
        gossipPort,
        peerPort,
        links,
        greeting,
        newVersions);
  }

  /** Without the secret, which must not reach a log. */
  @Override
  public String toString() {
    return "node %s of cluster %s in %s, %d loops, %s gossip %d peer %d"
        .formatted(nodeId, clusterName, dataDirectory, loops, host, gossipPort, peerPort);
  }

  private static void requireName(String field, String value) {
    int bytes = value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "%s '%s' has %d bytes: it must have 1 to %d"
              .formatted(field, value, bytes, MAX_NAME_BYTES));
    }
  }

  private static void requirePort(String field, int value) {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException(
          "%s is %d: it must be 0 (any free port) to 65535".formatted(field, value));
    }
  }
}
