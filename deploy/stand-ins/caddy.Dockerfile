# In place of caddy: the same program on Debian, with Alpine's two commands.
FROM localhost/mari-debian:bookworm
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates busybox >/dev/null \
 && rm -rf /var/lib/apt/lists/* /usr/sbin/adduser \
 && ln -s /bin/busybox /usr/bin/wget \
 && printf '#!/bin/sh\nexec useradd -M -u "$4" -s "$6" "$7"\n' > /usr/sbin/adduser \
 && chmod 755 /usr/sbin/adduser
COPY caddy /usr/bin/caddy
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
