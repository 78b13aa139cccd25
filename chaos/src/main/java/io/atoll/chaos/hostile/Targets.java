package io.atoll.chaos.hostile;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of one server that may be attacked; null for one that is left alone.
 *
 * @param http of a node or a router, never null: the witness uses it
 */
public record Targets(
    InetSocketAddress http,
    InetSocketAddress client,
    InetSocketAddress peer,
    InetSocketAddress gossip) {
  /** An attack, and where it goes. */
  record Aimed(String port, InetSocketAddress target, Attack attack) {}

  /**
   * Every attack on these ports.
   *
   * @param connections of those that hold many
   * @param inputs of those that send many
   * @param path of a value that is read
   */
  List<Aimed> attacks(int connections, long inputs, long seed, String path) {
    List<Aimed> all = new ArrayList<>();
    all.add(aimed("http", http, new GarbageAttacks.Streams("http", Samples.http(), inputs, seed)));
    all.add(aimed("http", http, new HttpAttacks.UnfinishedHeads(connections)));
    all.add(aimed("http", http, new HttpAttacks.UnreadPipelines(connections, 200, path)));
    all.add(aimed("http", http, new HttpAttacks.Readers(connections, path)));
    idle(all, "http", http, connections, Samples.http().getFirst());
    if (client != null) {
      all.add(
          aimed(
              "client",
              client,
              new GarbageAttacks.Streams("client", Samples.client(), inputs, seed)));
      idle(all, "client", client, connections, Samples.client().getLast());
    }
    if (peer != null) {
      all.add(
          aimed("peer", peer, new GarbageAttacks.Streams("peer", Samples.peer(), inputs, seed)));
      idle(all, "peer", peer, connections, Samples.peer().getFirst());
    }
    if (gossip != null) {
      all.add(
          aimed(
              "gossip",
              gossip,
              new GarbageAttacks.Datagrams("gossip", Samples.gossip(), inputs, seed)));
    }
    return all;
  }

  private static void idle(
      List<Aimed> all, String port, InetSocketAddress target, int connections, byte[] input) {
    all.add(aimed(port, target, new IdleAttacks.Silent(connections)));
    all.add(aimed(port, target, new IdleAttacks.Dribbling(connections, input, 500)));
  }

  private static Aimed aimed(String port, InetSocketAddress target, Attack attack) {
    return new Aimed(port, target, attack);
  }
}
