package io.atoll.runtime;

import io.atoll.env.NodeCredentials;
import io.atoll.env.ProtocolVersions;
import io.atoll.env.Require;
import io.atoll.resilience.ByteBudget;
import java.nio.file.Path;

/**
 * What a {@link RuntimeEnv} is built from; {@code with} makes a copy with another part.
 *
 * @param dataDirectory created where there is none
 * @param openReads how many files of it are kept open for reading, at least one
 * @param loops how many event loops, at least one
 */
public record RuntimeSettings(
    NodeCredentials credentials,
    Path dataDirectory,
    int openReads,
    int loops,
    Listen listen,
    Peering peering) {
  private static final int USUAL_OPEN_READS = 256;

  public RuntimeSettings {
    Require.atLeast(1, "openReads", openReads);
    Require.atLeast(1, "loops", loops);
  }

  /**
   * Where other nodes reach this one.
   *
   * @param host the name or address to listen on
   * @param gossipPort UDP; 0 takes a free one
   * @param peerPort TCP; 0 takes a free one
   */
  public record Listen(String host, int gossipPort, int peerPort) {
    public Listen {
      Require.that(host != null && !host.isBlank(), "host", host, "a name or an IP address");
      requirePort("gossipPort", gossipPort);
      requirePort("peerPort", peerPort);
    }

    private static void requirePort(String field, int value) {
      Require.that(value >= 0 && value <= 65_535, field, value, "0 (any free port) to 65535");
    }
  }

  /**
   * How it talks to them.
   *
   * @param versions of the protocol that it speaks
   * @param memory for what waits for all of them
   */
  public record Peering(
      LinkSettings links, PeerGreeting greeting, ProtocolVersions versions, ByteBudget memory) {}

  /** One loop per core, free ports on loopback, default link settings, no greeting. */
  public static RuntimeSettings of(
      String nodeId, String clusterName, byte[] secret, Path dataDirectory) {
    return of(new NodeCredentials(nodeId, clusterName, secret), dataDirectory);
  }

  /** One loop per core, free ports on loopback, default link settings, no greeting. */
  public static RuntimeSettings of(NodeCredentials credentials, Path dataDirectory) {
    return new RuntimeSettings(
        credentials,
        dataDirectory,
        USUAL_OPEN_READS,
        Runtime.getRuntime().availableProcessors(),
        new Listen("127.0.0.1", 0, 0),
        new Peering(
            LinkSettings.DEFAULT,
            PeerGreeting.NONE,
            ProtocolVersions.SPOKEN,
            ByteBudget.unbounded()));
  }

  public RuntimeSettings with(NodeCredentials other) {
    return new RuntimeSettings(other, dataDirectory, openReads, loops, listen, peering);
  }

  public RuntimeSettings withOpenReads(int count) {
    return new RuntimeSettings(credentials, dataDirectory, count, loops, listen, peering);
  }

  public RuntimeSettings withLoops(int count) {
    return new RuntimeSettings(credentials, dataDirectory, openReads, count, listen, peering);
  }

  public RuntimeSettings with(Listen other) {
    return new RuntimeSettings(credentials, dataDirectory, openReads, loops, other, peering);
  }

  public RuntimeSettings with(Peering other) {
    return new RuntimeSettings(credentials, dataDirectory, openReads, loops, listen, other);
  }

  public RuntimeSettings with(LinkSettings other) {
    return with(new Peering(other, peering.greeting, peering.versions, peering.memory));
  }

  public RuntimeSettings with(PeerGreeting other) {
    return with(new Peering(peering.links, other, peering.versions, peering.memory));
  }

  public RuntimeSettings with(ProtocolVersions other) {
    return with(new Peering(peering.links, peering.greeting, other, peering.memory));
  }
}
