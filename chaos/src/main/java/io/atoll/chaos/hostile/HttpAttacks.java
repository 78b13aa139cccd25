package io.atoll.chaos.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/** Attacks on the HTTP port of a node or a router. */
public final class HttpAttacks {
  /** Below what servers accept in a head. */
  private static final int HEAD_BYTES = 31 * 1024;

  private HttpAttacks() {}

  /**
   * Honest clients, too many: each gets a value, reads it, and gets it again.
   *
   * @param path of the value
   */
  public record Readers(int clients, String path) implements Attack {
    @Override
    public String name() {
      return "readers";
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      byte[] get = get(path);
      return Crowd.send(
          name(), target, clients, atMost, answered -> new Visitor(get, true, true, answered));
    }
  }

  /** Heads of many short headers that never end. */
  public record UnfinishedHeads(int clients) implements Attack {
    @Override
    public String name() {
      return "unfinished-heads";
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
      for (int i = 0; head.length() < HEAD_BYTES; i++) {
        head.append(Integer.toString(i, Character.MAX_RADIX)).append(":a\r\n");
      }
      byte[] unfinished = Visitor.ascii(head.toString());
      return Crowd.send(
          name(),
          target,
          clients,
          atMost,
          answered -> new Visitor(unfinished, true, false, answered));
    }
  }

  /**
   * Requests, many on each connection, whose answers nobody reads.
   *
   * @param requests on each
   * @param path of a value
   */
  public record UnreadPipelines(int clients, int requests, String path) implements Attack {
    @Override
    public String name() {
      return "unread-pipelines";
    }

    @Override
    public AttackReport run(InetSocketAddress target, Duration atMost) throws IOException {
      byte[] pipeline = Visitor.ascii(getText(path).repeat(requests));
      return Crowd.send(
          name(),
          target,
          clients,
          atMost,
          answered -> new Visitor(pipeline, false, false, answered));
    }
  }

  private static byte[] get(String path) {
    return Visitor.ascii(getText(path));
  }

  private static String getText(String path) {
    return String.format(Locale.ROOT, "GET %s HTTP/1.1\r\nHost: hostile\r\n\r\n", path);
  }
}
