"""Template components: a function each; its keyword-only parameters are the props, its docstring the manual."""
