package io.atoll.client.engine;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.FrameDecoder;
import io.atoll.wire.Greeting;
import io.atoll.wire.ProtocolSniffer;
import io.atoll.wire.Response;
import io.atoll.wire.ResponseCodec;

/**
 * The beginning of a connection: the node greets and welcomes, or something else speaks there. A
 * pure state machine over what has come.
 */
final class Handshake {
  private final String host;
  private final int port;
  private boolean greeted;
  private String refusal;
  private Response.Welcome welcome;

  Handshake(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Takes what it can; afterwards ask {@link #refusal} and {@link #welcome}. */
  void advance(FrameDecoder in) {
    try {
      if (!greeted) {
        greet(in);
      }
      if (greeted && refusal == null) {
        ByteReader frame = in.next();
        if (frame != null) {
          ResponseCodec.read(frame, this::first);
        }
      }
    } catch (MalformedBytesException e) {
      refusal =
          "greets as a node and goes on with something that is not a message: " + e.getMessage();
    }
  }

  /** Why this connection is none, null as long as it may be one. */
  String refusal() {
    return refusal;
  }

  /** What the node said, null until it did. */
  Response.Welcome welcome() {
    return welcome;
  }

  /** Whether the other side has said that it is a node. */
  boolean hasGreeted() {
    return greeted;
  }

  private void greet(FrameDecoder in) {
    byte[] come = in.peek();
    ProtocolSniffer spoken = ProtocolSniffer.ofServer(come);
    switch (spoken) {
      case INCOMPLETE -> {
        // Until more comes, or until the handshake is overdue.
      }
      case GREETING -> agree(Greeting.decode(in.take(Greeting.BYTES)));
      case HTTP, TLS, OTHER -> refusal = WrongProtocol.describe(spoken, host, port, come);
    }
  }

  private void agree(Greeting node) {
    Greeting client = Greeting.ofClient();
    if (node.chosen() < client.min() || node.chosen() > client.max()) {
      refusal =
          "speaks versions %d to %d of the protocol, and this client %d to %d"
              .formatted(node.min(), node.max(), client.min(), client.max());
      return;
    }
    greeted = true;
  }

  private void first(long number, Response response) {
    switch (response) {
      case Response.Welcome fine -> welcome = fine;
      case Response.GoAway away ->
          refusal = "turned the connection away (%s): %s".formatted(away.reason(), away.message());
      case Response.Values other -> noWelcome(number);
      case Response.SomeValues other -> noWelcome(number);
      case Response.Written other -> noWelcome(number);
      case Response.Failed other -> noWelcome(number);
      case Response.View other -> noWelcome(number);
      case Response.Pong other -> noWelcome(number);
    }
  }

  private static void noWelcome(long number) {
    throw new MalformedBytesException(
        "the first frame is an answer to request %d and no welcome".formatted(number));
  }
}
