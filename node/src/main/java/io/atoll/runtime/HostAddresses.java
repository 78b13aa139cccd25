package io.atoll.runtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atoll.env.Clock;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.function.Consumer;

/**
 * The addresses of host names, remembered: a name is looked up off the loop at its first use, and
 * again in the background when what is known has grown old, for a host may move. Belongs to one
 * loop.
 */
final class HostAddresses {
  private static final long FRESH_MS = 30_000;
  private static final long RETRY_MS = 2_000;
  private static final int MAX_HOSTS = 4_096;

  private static final class Known {
    private String literal;
    private boolean underWay;
    private long staleAtMs;
  }

  private final Vertx vertx;
  private final Clock clock;
  private final Cache<String, Known> entries =
      Caffeine.newBuilder().maximumSize(MAX_HOSTS).executor(Runnable::run).build();

  HostAddresses(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  /**
   * Finds the address of a host.
   *
   * @param host a name or a literal address
   * @param use gets a literal address, now or later, or null when none is known
   */
  void find(String host, Consumer<String> use) {
    Known entry = entries.get(host, HostAddresses::entryOf);
    if (!entry.underWay && clock.millis() >= entry.staleAtMs) {
      boolean known = entry.literal != null;
      lookUp(host, entry, known ? ignored -> {} : use);
      if (!known) {
        return;
      }
    }
    use.accept(entry.literal);
  }

  private static Known entryOf(String host) {
    Known entry = new Known();
    try {
      entry.literal = InetAddress.ofLiteral(host).getHostAddress();
      entry.staleAtMs = Long.MAX_VALUE;
    } catch (IllegalArgumentException e) {
      // A name: stale from the start.
      entry.staleAtMs = Long.MIN_VALUE;
    }
    return entry;
  }

  private void lookUp(String host, Known entry, Consumer<String> use) {
    entry.underWay = true;
    vertx
        .executeBlocking(() -> InetAddress.getByName(host).getHostAddress(), false)
        .onComplete(
            (literal, failure) -> {
              entry.underWay = false;
              entry.staleAtMs = clock.millis() + (failure == null ? FRESH_MS : RETRY_MS);
              if (failure == null) {
                entry.literal = literal;
              }
              use.accept(entry.literal);
            });
  }
}
