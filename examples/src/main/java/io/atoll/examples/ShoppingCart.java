package io.atoll.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoll.client.AtollClient;
import io.atoll.client.Consistency;
import io.atoll.client.Entry;
import io.atoll.client.Keyspace;
import io.atoll.client.ReadOptions;
import io.atoll.client.Session;
import io.atoll.client.WriteOptions;
import io.atoll.client.codec.Codec;
import io.atoll.client.codec.JacksonCodec;
import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.Overloaded;
import io.atoll.client.failure.Unavailable;
import io.atoll.client.failure.UnknownKeyspace;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A shopping cart that is filled from two datacenters: values as JSON, concurrent writes that are
 * merged, a session that follows its user from one datacenter to the other, and what to do about a
 * failure. Run it while {@code atoll dev} runs.
 *
 * <p>A service would chain the stages that requests answer; this program waits for each, because
 * that reads like a story.
 */
public final class ShoppingCart implements AutoCloseable {
  private final AtollClient us;
  private final AtollClient eu;
  private final PrintStream out;

  private ShoppingCart(AtollClient us, AtollClient eu, PrintStream out) {
    this.us = us;
    this.eu = eu;
    this.out = out;
  }

  /**
   * Runs all of it.
   *
   * @param args where a node of DC us and one of DC eu speak the client protocol; those of {@code
   *     atoll dev} if left out
   */
  public static void main(String[] args) {
    String usNode = args.length > 0 ? args[0] : "127.0.0.1:7403";
    String euNode = args.length > 1 ? args[1] : "127.0.0.1:7503";
    run(usNode, euNode, System.out);
  }

  static void run(String usNode, String euNode, PrintStream out) {
    // One client for each service: one runs in America, one in Europe, on the same cluster.
    AtollClient us = await(AtollClient.builder().contactPoint(usNode).localDc("us").connect());
    AtollClient eu = await(AtollClient.builder().contactPoint(euNode).localDc("eu").connect());
    try (ShoppingCart shop = new ShoppingCart(us, eu, out)) {
      shop.fillFromBothSides();
      shop.followTheUser();
      shop.fail();
    }
  }

  /** Typed access: keys are text, values JSON, and carts that nobody has merged are merged. */
  private static Keyspace<String, Cart> carts(AtollClient client) {
    return client
        .keyspace("default", Codec.utf8(), JacksonCodec.of(Cart.class))
        .withResolver(Cart::merge);
  }

  /** Two carts are put that do not know of each other. Neither replaces the other. */
  private void fillFromBothSides() {
    String key = "cart/ada";
    CompletionStage<?> first = carts(us).put(key, Cart.EMPTY.with("tea", 2));
    CompletionStage<?> second = carts(eu).put(key, Cart.EMPTY.with("milk", 1));
    await(first);
    await(second);

    // The first read that meets both merges them, and writes the merged cart back.
    Entry<Cart> cart = await(carts(us).get(key));
    out.println("merged: " + cart.value().orElse(Cart.EMPTY).items());

    // To change a value is to read it, change it, and write it with the context of what was read.
    await(carts(eu).update(key, was -> Optional.of(was.orElse(Cart.EMPTY).with("tea", 1))));
    Cart now = await(carts(us).get(key)).value().orElseThrow();
    out.println("updated: " + now.items());

    // A read knows what it has seen; a delete that says so removes exactly that.
    Entry<Cart> last = await(carts(us).get(key));
    await(carts(us).delete(key, WriteOptions.replacing(last.context())));
    out.println("bought: " + await(carts(eu).get(key)).isDeleted());
  }

  /**
   * The cheapest levels there are, each in another datacenter: without the session, the read in
   * Europe might well be too early for what was just written in America.
   */
  private void followTheUser() {
    String key = "cart/bob";
    Session session = Session.start();
    await(
        carts(us)
            .in(session)
            .put(key, Cart.EMPTY.with("coffee", 1), WriteOptions.at(Consistency.ONE)));

    // The session travels as bytes, say in a cookie or a message to the other service.
    byte[] cookie = session.toBytes();

    Session there = Session.restore(cookie);
    Entry<Cart> cart = await(carts(eu).in(there).get(key, ReadOptions.at(Consistency.ONE)));
    out.println("followed: " + cart.value().orElse(Cart.EMPTY).items());
    await(carts(eu).in(there).delete(key));
  }

  /** A request that cannot be fulfilled, and all that there is to know about it. */
  private void fail() {
    try {
      await(us.keyspace("carts-of-2019").get("cart/eve".getBytes(UTF_8)));
    } catch (AtollException failure) {
      out.println("failed: " + advice(failure));
    }
  }

  private static String advice(AtollException failure) {
    if (failure.mayHaveTakenEffect()) {
      return "nobody knows whether it was written: read it again before you write";
    }
    return switch (failure) {
      case UnknownKeyspace unknown -> "make the keyspace first: " + unknown.getMessage();
      case Unavailable refused ->
          "too few replicas live, " + refused.outcome().required() + " are needed";
      case Overloaded refused -> "too much at once for the " + refused.where() + ": send it later";
      case InvalidRequest wrong -> "this is a mistake of the program: " + wrong.getMessage();
      default -> "nothing was done: " + failure.getMessage();
    };
  }

  @Override
  public void close() {
    us.close();
    eu.close();
  }

  /** Waits, and throws what a stage failed with. Never do this on the client's own loop. */
  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AtollException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
