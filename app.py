"""Sayso in the browser: `streamlit run app.py`. A table of contents; each page is a file in graph/pages."""

import streamlit as st

from graph.pages.plain import faults_told
from graph.pages.session import offer_refresh

st.set_page_config("Sayso", "graph/component/assets/icon.png", layout="wide", initial_sidebar_state="collapsed")

page = st.navigation(
    [
        st.Page("graph/pages/explore.py", title="Explore", default=True),
        st.Page("graph/pages/disputes.py", title="Disputes", url_path="disputes"),
        st.Page("graph/pages/sparql.py", title="SPARQL", url_path="sparql"),
        st.Page("graph/pages/articles.py", title="Articles", url_path="articles"),
    ],
    position="top",
)
with faults_told():
    offer_refresh()
    st.session_state["arrived"] = st.session_state.get("page") != page.title
    st.session_state["page"] = page.title
    page.run()
