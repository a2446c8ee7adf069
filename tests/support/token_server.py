"""An OAuth 2.0 server of Authlib, with an API behind its tokens, for gunicorn: `token_server:app`.

Clients and users live here; what was given and asked is in memory, so it runs in one process. The variable
TOKEN_SECONDS says how long a token lives, REFRESH=1 gives refresh tokens to password logins.

  POST /oauth/token    grants client_credentials, password and refresh_token (client "shop" by Basic, "form" by post)
  POST /oauth/revoke   RFC 7009
  GET  /api/...        200 with who one is, for a good token; 401 otherwise
  GET  /api/leave      redirects to the URL of the query's `to`
  GET  /open           200 without a token, with the Authorization header that came
  GET  /record         JSON: grants asked for and refused, tokens given, answers of the API by status
  POST /revoke_all     all tokens that were given are no longer good
"""

import collections
import os
import threading
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from flask import Flask, jsonify, redirect, request

CLIENTS = {"shop": ("s3cret+of the shop", "client_secret_basic"), "form": ("s3cret+of the form", "client_secret_post")}
PASSWORD = "p4ss/word of {user}"
LIFE = int(os.environ.get("TOKEN_SECONDS", "3600"))

app = Flask(__name__)
app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {grant: LIFE for grant in ("client_credentials", "password", "refresh_token")}
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = os.environ.get("REFRESH") == "1"
lock = threading.Lock()
tokens = []
record = {"asked": collections.Counter(), "refused": collections.Counter(), "api": collections.Counter()}


class client(ClientMixin):
    def __init__(self, name):
        self.client_id = name
        self.secret, self.method = CLIENTS[name]

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope or ""

    def check_client_secret(self, secret):
        return secret == self.secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.method

    def check_grant_type(self, grant_type):
        return True


class token(TokenMixin):
    def __init__(self, given, owner, user):
        self.access = given["access_token"]
        self.refresh = given.get("refresh_token")
        self.scope = given.get("scope", "")
        self.owner, self.user = owner, user
        self.ends = time.time() + given["expires_in"]
        self.revoked = False

    def check_client(self, one):
        return one.client_id == self.owner

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return LIFE

    def is_expired(self):
        return time.time() >= self.ends

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return client(self.owner)


def find(name, value):
    with lock:
        return next((t for t in tokens if value and getattr(t, name) == value), None)


def save_token(given, asked):
    user = asked.user if isinstance(asked.user, str) else None
    with lock:
        tokens.append(token(given, asked.client.client_id, user))


class client_credentials(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]


class password(grants.ResourceOwnerPasswordCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def authenticate_user(self, name, given):
        return name if given == PASSWORD.format(user=name) else None


class refresh(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, value):
        found = find("refresh", value)
        return found if found and not found.revoked else None

    def authenticate_user(self, credential):
        return credential.user

    def revoke_old_credential(self, credential):
        credential.revoked = True


class revocation(RevocationEndpoint):
    def query_token(self, value, hint):
        return find("access", value) or find("refresh", value)

    def revoke_token(self, found, asked):
        found.revoked = True


class validator(BearerTokenValidator):
    def authenticate_token(self, value):
        return find("access", value)


server = AuthorizationServer(app, query_client=lambda name: client(name) if name in CLIENTS else None,
                             save_token=save_token)
for grant in (client_credentials, password, refresh):
    server.register_grant(grant)
server.register_endpoint(revocation)
guard = ResourceProtector()
guard.register_token_validator(validator())


@app.post("/oauth/token")
def give():
    grant = request.form.get("grant_type", "")
    answer = server.create_token_response()
    with lock:
        record["asked"][grant] += 1
        record["refused"][grant] += answer.status_code != 200
    return answer


@app.post("/oauth/revoke")
def revoke():
    return server.create_endpoint_response(revocation.ENDPOINT_NAME)


@app.get("/api/leave")
@guard()
def leave():
    return redirect(request.args["to"])


@app.route("/api/<path:what>", methods=["GET", "POST"])
@guard()
def api(what):
    return jsonify(client=current_token.owner, user=current_token.user, scope=current_token.scope,
                   body=request.get_data(as_text=True))


@app.after_request
def count(answer):
    if request.path.startswith("/api/"):
        with lock:
            record["api"][str(answer.status_code)] += 1
    return answer


@app.get("/open")
def unguarded():
    return request.headers.get("Authorization", "none")


@app.get("/record")
def told():
    with lock:
        return jsonify(asked=record["asked"], refused=record["refused"], api=record["api"],
                       tokens=[{"user": t.user, "access": t.access} for t in tokens])


@app.post("/revoke_all")
def revoke_all():
    with lock:
        for one in tokens:
            one.revoked = True
        return jsonify(revoked=len(tokens))
