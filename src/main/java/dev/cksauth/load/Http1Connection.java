package dev.cksauth.load;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** A connection by HTTP/1.1: one review after the other. */
final class Http1Connection extends SimpleChannelInboundHandler<HttpObject> implements Connection {
  private static final int CONTINUE = 100;
  private static final int FINAL = 200;

  private final Channel channel;
  private final LoadRequest request;
  private final Owner owner;
  private @Nullable Exchange current;
  private boolean informs;
  private boolean last;

  private Http1Connection(Channel channel, LoadRequest request, Owner owner) {
    this.channel = channel;
    this.request = request;
    this.owner = owner;
  }

  static Http1Connection over(Channel channel, LoadRequest request, Owner owner) {
    Http1Connection connection = new Http1Connection(channel, request, owner);
    ChannelPipeline unused = channel.pipeline().addLast(new HttpClientCodec(), connection);
    return connection;
  }

  @Override
  public boolean takes() {
    return current == null && !last && channel.isActive();
  }

  @Override
  public int load() {
    return current == null ? 0 : 1;
  }

  @Override
  public void send(Exchange exchange) {
    current = exchange;
    DefaultFullHttpRequest message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            request.path(),
            Unpooled.wrappedBuffer(exchange.request()));
    request.fields().forEach(message.headers()::set);
    message.headers().set("host", request.authority());
    message.headers().set("content-length", exchange.request().length);
    ChannelFuture unused = channel.writeAndFlush(message, channel.voidPromise());
  }

  /** Each review went out at once: there is never a second one to go with it. */
  @Override
  public void flush() {}

  /** An answer that comes later would be taken for the next one's. */
  @Override
  public void abandon(Exchange exchange) {
    if (exchange == current) {
      last = true;
      ChannelFuture unused = channel.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    Exchange exchange = current;
    if (exchange == null || message.decoderResult().isFailure()) {
      end(new ProtocolException("no HTTP"));
      return;
    }
    if (message instanceof HttpResponse response) {
      informs = response.status().code() >= CONTINUE && response.status().code() < FINAL;
      exchange.answered(response.status().code());
      last |= !informs && !HttpUtil.isKeepAlive(response);
    }
    if (message instanceof HttpContent content && !informs) {
      exchange.more(ByteBufUtil.getBytes(content.content()));
      if (message instanceof LastHttpContent) {
        complete(exchange);
      }
    }
  }

  private void complete(Exchange exchange) {
    current = null;
    exchange.complete();
    if (last) {
      ChannelFuture unused = channel.close();
    } else {
      owner.ready();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(new ClosedChannelException());
  }

  private void end(Throwable cause) {
    last = true;
    Exchange exchange = current;
    current = null;
    if (exchange != null) {
      exchange.fail(cause);
    }
    ChannelFuture unused = channel.close();
  }
}
