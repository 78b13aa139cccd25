package io.atoll.server.binary;

import io.atoll.bytes.ByteReader;
import io.atoll.wire.Greeting;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.atoll.wire.ResponseCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;

/** A client of plain sockets that waits for what it expects, and never for ever. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  public RawClient(int port) throws IOException {
    this(new Socket("127.0.0.1", port));
  }

  RawClient(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Greets, and takes the node's greeting and welcome. */
  public Response.Welcome greet() throws IOException {
    send(Greeting.ofClient().encode());
    Greeting.decode(in.readNBytes(Greeting.BYTES));
    return (Response.Welcome) next();
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  public void send(long number, Request request) throws IOException {
    send(HandClient.frame(number, request));
  }

  /** The next response. */
  public Response next() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    Response[] read = new Response[1];
    ResponseCodec.read(new ByteReader(frame), (number, response) -> read[0] = response);
    return read[0];
  }

  /** Everything up to the end of the connection, which is regular: no reset. */
  public byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
