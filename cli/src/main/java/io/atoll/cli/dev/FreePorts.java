package io.atoll.cli.dev;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.ring.Member;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Looks whether the ports of a cluster are free before anything is started. */
final class FreePorts {
  private static final int TRIES = 50;

  /** Below the ports that systems give to outgoing connections, which come and go. */
  private static final int LOWEST = 10_000;

  private static final int HIGHEST = 30_000;
  private static final int NAMED = 4;

  private FreePorts() {}

  /**
   * A first port from which on a cluster finds all of its ports free.
   *
   * @throws CommandFailure when none is found
   */
  static int basePort(int dcs, int nodes) {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        DevLayout layout = new DevLayout(dcs, nodes, port);
        check(layout.members(), layout.routerPort());
        return port;
      } catch (CommandFailure taken) {
        continue;
      }
    }
    throw new CommandFailure(
        "no free ports between %d and %d for %d DCs of %d nodes"
            .formatted(LOWEST, HIGHEST, dcs, nodes));
  }

  /**
   * @throws CommandFailure naming the ports that are in use, the first few of them, and what to do
   */
  static void check(List<Member> members, int routerPort) {
    List<String> taken = new ArrayList<>();
    for (Member member : members) {
      checkTcp(taken, member, member.httpPort(), "http");
      checkTcp(taken, member, member.clientPort(), "client");
      checkTcp(taken, member, member.peerPort(), "peer");
      try (var socket =
          new DatagramSocket(new InetSocketAddress(address(member), member.gossipPort()))) {
        socket.getLocalPort();
      } catch (IOException e) {
        taken.add("%d (%s gossip)".formatted(member.gossipPort(), member.nodeId()));
      }
    }
    checkTcp(taken, members.getFirst().host(), routerPort, "router");
    if (!taken.isEmpty()) {
      int more = taken.size() - NAMED;
      String ports = String.join(", ", taken.subList(0, Math.min(NAMED, taken.size())));
      throw new CommandFailure(
          "in use by another program: port %s; end that program, or start a cluster elsewhere with --base-port PORT --data DIR"
              .formatted(more > 0 ? ports + " and %d more".formatted(more) : ports));
    }
  }

  private static void checkTcp(List<String> taken, Member member, int port, String what) {
    checkTcp(taken, member.host(), port, member.nodeId() + " " + what);
  }

  private static void checkTcp(List<String> taken, String host, int port, String what) {
    try (var socket = new ServerSocket()) {
      // As the node's own sockets do, so that connections which only linger do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      taken.add("%d (%s)".formatted(port, what));
    }
  }

  private static InetAddress address(Member member) throws IOException {
    return InetAddress.getByName(member.host());
  }
}
