# In place of python:3.11-slim-bookworm: Debian's Python under the same names.
FROM localhost/mari-debian:bookworm
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates python3 python3-pip python3-venv >/dev/null \
 && rm -rf /var/lib/apt/lists/* /usr/lib/python3.11/EXTERNALLY-MANAGED \
 && ln -s /usr/bin/python3 /usr/local/bin/python
# The host's own list of authorities, mounted while images are built.
ENV PIP_CERT=/host-authorities.crt
