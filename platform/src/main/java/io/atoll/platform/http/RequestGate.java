package io.atoll.platform.http;

import io.atoll.net.HalfClose;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the decoder of an HTTP/1 connection and its requests, and is the end of the
 * connection at the first that is malformed: that one is answered with what is wrong, and nothing
 * behind it is ever read as a request, for where it begins is not known.
 *
 * <p>The answer is followed by the end of what this side says, and what still arrives is discarded
 * for a moment: a connection that is closed upon unread bytes is reset, and the client may lose the
 * answer (RFC 9112, 9.6).
 *
 * <p>Used on the channel's loop only.
 */
final class RequestGate extends ChannelDuplexHandler {
  private static final long LINGER_MS = 1_000;

  private boolean shut;
  private Future<?> lingering;

  private RequestGate() {}

  /** Watches a connection from its first request on; one of HTTP/2 needs it not. */
  static void watch(HttpConnection connection) {
    if (connection instanceof Http1ServerConnection http1) {
      ChannelHandlerContext requests = http1.channelHandlerContext();
      ChannelPipeline pipeline = requests.pipeline();
      pipeline.addBefore(requests.name(), null, new RequestGate());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (shut) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest head) {
      check(head);
    } else if (message instanceof HttpObject part) {
      shut = part.decoderResult().isFailure();
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!shut || lingering != null || !ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    lingering = ctx.executor().schedule(() -> ctx.close(promise), LINGER_MS, TimeUnit.MILLISECONDS);
    HalfClose.of(ctx.channel());
    ctx.channel().config().setAutoRead(true);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (lingering != null) {
      lingering.cancel(false);
    }
    ctx.fireChannelInactive();
  }

  private void check(HttpRequest head) {
    if (head.decoderResult().isSuccess()) {
      Problem fault = RequestHead.fault(head);
      if (fault == null) {
        return;
      }
      head.setDecoderResult(DecoderResult.failure(new InvalidRequest.Refused(fault)));
    }
    shut = true;
    if (head.protocolVersion().majorVersion() != 1 || head.protocolVersion().minorVersion() != 0) {
      // What the client claims to speak is no reason to speak it.
      head.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
  }
}
