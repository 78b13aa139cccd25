package io.atoll.peer;

/** The asker's hold on a stream that it opened. */
public interface OpenStream {
  /**
   * So many bytes of chunks are dealt with, and the peer may send as many more.
   *
   * @param bytes no more than came and were not reported yet; no effect once the stream has ended
   */
  void consumed(int bytes);

  /** Nothing more is wanted; the peer is told, the sink hears nothing more. */
  void cancel(String why);
}
